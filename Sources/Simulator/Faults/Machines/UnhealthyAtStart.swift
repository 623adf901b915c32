import Basics

extension FaultCatalog {
    package var unhealthyAtStart: Fault<Affected> {
        Fault(
            "unhealthyAtStart", "These are RUNNING but not healthy until they are rebooted.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.005, 0.03]],
                hostile: ["chance": 0.35, "between": [0.005, 0.1]]),
            .atStart { $0.healthyAt = .never })
    }
}

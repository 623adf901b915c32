import Basics

extension FaultCatalog {
    package var healthFlaps: Fault<Affected> {
        Fault(
            "healthFlaps", "The health endpoint of these says 503 now and then although they are healthy.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.01, 0.05]],
                hostile: ["chance": 0.35, "between": [0.01, 0.3]]),
            .asked)
    }
}

extension SimulatedCloud {
    /// Whether the health endpoint of a healthy machine answers 503 at a moment: in three of ten slots of five seconds.
    mutating func flaps(_ index: Int, at now: Moment) -> Bool {
        let position = Int(fleet.instances[index].position)
        return has(FaultCatalog().healthFlaps, index, at: now) { $0.flaps(instance: position, at: now) }
    }
}

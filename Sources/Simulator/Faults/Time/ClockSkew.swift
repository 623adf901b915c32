import Basics

extension FaultCatalog {
    package var clockSkew: Fault<Double> {
        Fault(
            "clockSkew", .signedSeconds, usual: 0,
            "By how much the clock of the script's host is ahead of the cloud's; signatures are good for 300 s.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "oneOf": [-400, -30, 30, 400]],
                hostile: ["chance": 0.25, "oneOf": [-40_000, -400, -30, 30, 400, 40_000]])
        )
    }
}

extension SimulatedCloud {
    /// How far the clock of the script's host is ahead of the cloud's from the start, in nanoseconds.
    package var clockSkew: Int64 { Int64(settings.faults.clockSkew * 1e9) }
}

import Basics

extension FaultCatalog {
    /// Works only if script and cloud share a process: a server can't delay what its client sends.
    package var connectionSlow: Fault<Double> {
        Fault(
            "connectionSlow", .share, usual: 0,
            "Requests that wait up to 15 s for a connection before they are sent.",
            draws: WeatherDraws(hostile: ["chance": 0.2, "between": [0.01, 0.1]]))
    }
}

extension SimulatedCloud {
    /// How long the next request waits for its connection; nil: no wait.
    mutating func connectionDelay(at now: Moment) -> Duration? {
        let fault = FaultCatalog().connectionSlow, share = settings.faults[fault]
        guard share > 0 else { return nil }
        let connection = identify("Connect")
        guard strikes(fault.name, share: share, connection, at: now) else { return nil }
        var generator = SeededGenerator(seed: draws.seed, stream: .connection, index: Int(connection.number))
        return .seconds(15 * generator.unit())
    }
}

import Basics

// Faults that refuse an instance in a request which is accepted for the other instances.
extension FaultCatalog {
    package var alwaysFails: Fault<Affected> {
        Fault(
            "alwaysFails", "Reboots, starts and stops of these are refused.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.002, 0.02]],
                hostile: ["chance": 0.25, "between": [0.002, 0.1]]),
            .asked)
    }

    package var idRefused: Fault<Double> {
        Fault(
            "idRefused", .share, usual: 0,
            "Ids in a reboot, start or stop that are refused for no reason.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.001, 0.02]],
                hostile: ["chance": 0.3, "between": [0.002, 0.1]]))
    }
}

extension SimulatedCloud {
    /// Whether a fault refuses a change of an instance that could be carried out.
    mutating func refusesForNoReason(_ index: Int, at now: Moment) -> Bool {
        if has(FaultCatalog().alwaysFails, index, at: now) { return true }
        let share = settings.faults.idRefused
        guard share > 0 else { return false }
        return strikes(
            FaultCatalog().idRefused.name, share: share, identify("change", instance: index), at: now)
    }
}

package import Basics

extension FaultCatalog {
    package var hookFails: Fault<Double> {
        Fault(
            "hookFails", .share, usual: 0, "Calls of a rehearsed service's drain or undrain that fail.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.001, 0.02]],
                hostile: ["chance": 0.25, "between": [0.005, 0.2]]))
    }
}

extension SimulatedCloud {
    /// Whether a call of a rehearsed service's hook for an instance fails.
    package mutating func hookFails(for id: String, at now: Moment) -> Bool {
        let request = identify("hook", instance: fleet.index(ofID: id))
        return strikes(FaultCatalog().hookFails.name, share: settings.faults.hookFails, request, at: now)
    }
}

import Basics

extension FaultCatalog {
    package var oddFailedList: Fault<Double> {
        Fault(
            "oddFailedList", .share, usual: 0,
            "Reboots, starts and stops whose list of refused ids can't be read; half of them are refused.",
            draws: WeatherDraws(
                normal: ["chance": 0.05, "between": [0.001, 0.02]],
                hostile: ["chance": 0.25, "between": [0.002, 0.1]]))
    }
}

extension SimulatedCloud {
    /// Whether the list of refused ids is written in an undocumented form; it is drawn whether all or none of the changes are
    /// carried out.
    mutating func hidesFailedList(
        of ids: [String], at now: Moment, _ json: inout JSONBytes,
        carryingOut acts: [(inout SimulatedCloud) -> Void]
    ) -> Bool {
        let fault = FaultCatalog().oddFailedList.name, request = requestUnderWay.identity
        guard strikes(fault, share: settings.faults.oddFailedList, request, at: now) else { return false }
        let unit = draws.unit(fault, request: request, position: position(of: request), salt: 3)
        json.raw(",\"instanceIds\":")
        if unit < 0.5 {
            json.array(ids) { json, id in
                json.raw("{\"instanceId\":")
                json.string(id)
                json.raw("}")
            }
        } else {
            for act in acts { act(&self) }
            json.raw("{}")
        }
        return true
    }
}

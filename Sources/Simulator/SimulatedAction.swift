import Basics

/// An action that the simulated cloud knows: its service, name and parameters, and what it does.
struct SimulatedAction: Sendable {
    var service: String
    var name: String
    var parameters: [ActionParameter]
    /// Appends the fields of the answer, each after a comma; whatever was written before a refusal is dropped.
    var run:
        @Sendable (inout SimulatedCloud, ActionArguments, Moment, inout JSONBytes) throws(Refusal) -> Void

    /// By service and name, as in `zec/RebootInstances`.
    static let all: [String: SimulatedAction] = {
        let actions =
            powerActions + instanceActions + monitoringActions + zoneActions + commandActions
            + maintenanceActions
        return Dictionary(uniqueKeysWithValues: actions.map { ($0.service + "/" + $0.name, $0) })
    }()
}

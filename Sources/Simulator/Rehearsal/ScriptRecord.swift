import ScriptRuntime

/// What a script did and said of itself in a run.
struct ScriptRecord: Sendable {
    /// By place in the fleet: passed to a reboot at any time, or declared.
    private(set) var isSelected: [Bool]
    /// By place in the fleet: passed to a reboot at any time.
    private(set) var wasAsked: [Bool]
    /// Nil where the script declared no selection.
    private(set) var declared: Set<String>?
    /// Declared, and nobody's id.
    private(set) var unknown: [String] = []
    private(set) var maxDown: DownLimit?
    private(set) var windows: [MaintenanceWindow] = []
    private(set) var outcomes: [String: ScriptAct.Outcome] = [:]
    /// Those that were drained and not put back, by service.
    private(set) var drained: [(service: String, id: String)] = []
    /// Who takes load through which service.
    private(set) var services: [String: Set<String>] = [:]
    private(set) var violated: [(at: Moment, name: String, message: String)] = []

    init(_ events: [Event], fleet: Fleet) {
        isSelected = Array(repeating: false, count: fleet.count)
        wasAsked = isSelected
        for event in events {
            guard case .did(let act, _) = event.kind else { continue }
            take(act, at: event.at, fleet)
        }
    }

    private mutating func take(_ act: ScriptAct, at moment: Moment, _ fleet: Fleet) {
        switch act {
        case .power(let power, let ids):
            guard power == .reboot else { return }
            for id in ids {
                guard let index = fleet.index(ofID: id) else { continue }
                isSelected[index] = true
                wasAsked[index] = true
            }
        case .selection(let ids):
            declared = (declared ?? []).union(ids)
            for id in ids {
                if let index = fleet.index(ofID: id) { isSelected[index] = true } else { unknown.append(id) }
            }
        case .maxDown(let limit): maxDown = limit
        case .window(let window): windows.append(window)
        case .service(let name, let ids): services[name, default: []].formUnion(ids)
        case .drained(let id, let service): drained.append((service, id))
        case .undrained(let id, let service): drained.removeAll { $0.service == service && $0.id == id }
        case .outcome(let id, let outcome): outcomes[id] = outcome
        case .violated(let name, let message): violated.append((moment, name, message))
        }
    }
}

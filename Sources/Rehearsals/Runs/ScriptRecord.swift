import Basics
import ScriptRuntime
import Simulator

/// What a script did and declared in a run.
struct ScriptRecord: Sendable {
    /// By place in the fleet: whether the instance was passed to a reboot, or to a stop and then to a start,
    /// or declared.
    private(set) var isSelected: [Bool]
    /// By place in the fleet: whether the instance was passed to a reboot or to a stop.
    private(set) var wasAsked: [Bool]
    /// By place in the fleet: whether the instance was passed to a stop, and not to a start since.
    private var wasStopped: [Bool]
    /// The instances that the script and all its rolls selected; nil if no selection was declared.
    private(set) var declared: Set<String>?
    /// The instances that the script selected itself, outside its rolls.
    private(set) var ownSelection: Set<String>?
    /// The instances that the last process selected, by itself or by its rolls.
    private(set) var selectedLast: Set<String> = []
    /// Whether the last process passed any instance to a reboot or to a stop.
    private(set) var didAskLast = false
    /// The rolls, in the order in which they began.
    private(set) var rolls: [JudgedScope] = []
    /// Declared ids that no instance has.
    private(set) var unknown: [String] = []
    /// The limits that the script declared itself, each with the position of its event.
    private var limits: [(position: Int, limit: DownLimit)] = []
    /// The windows that the script declared itself.
    private(set) var windows: [MaintenanceWindow] = []
    private(set) var outcomes: [String: ScriptAct.Outcome] = [:]
    /// The first of the worst outcomes for which the script gave a reason.
    private(set) var worst: (id: String, outcome: ScriptAct.Outcome, reason: String)?
    /// The instances to which the last process gave an outcome.
    private(set) var endedLast: Set<String> = []
    /// The instances that were drained and not put back, by service.
    private(set) var drained: [(service: String, id: String)] = []
    /// The ids of the instances that take load, by service.
    private(set) var services: [String: Set<String>] = [:]
    private(set) var violated: [(at: Moment, name: String, message: String)] = []

    init(_ events: [Event], fleet: Fleet) {
        isSelected = Array(repeating: false, count: fleet.count)
        wasAsked = isSelected
        wasStopped = isSelected
        for (position, event) in events.enumerated() {
            if case .begun = event.kind {
                (selectedLast, endedLast, didAskLast) = ([], [], false)
            }
            guard case .did(let act, _) = event.kind else { continue }
            if case .maxDown(let limit) = act { limits.append((position, limit)) }
            take(act, at: event.at, fleet)
        }
    }

    /// The limit that the script declared last.
    var maxDown: DownLimit? { limits.last?.limit }

    /// Whether the script itself declared anything, beside its rolls.
    var declaresOfItself: Bool { ownSelection != nil || !limits.isEmpty || !windows.isEmpty }

    /// The limit of instances down in the whole run at a position among its events: the limit of the command
    /// line, or else the limit that the script had declared by then.
    func ownLimit(at position: Int, in run: RunRecord) -> Int {
        let declared = limits.last { $0.position <= position } ?? limits.first
        guard let limit = run.rehearsal.maxDown ?? declared?.limit else { return .max }
        return limit.count(among: self.declared?.count ?? run.rehearsal.fleet.count)
    }

    private mutating func take(_ act: ScriptAct, at moment: Moment, _ fleet: Fleet) {
        switch act {
        case .power(let power, let ids):
            for index in ids.compactMap({ fleet.index(ofID: $0) }) { asked(power, index) }
        case .selection(let ids):
            ownSelection = (ownSelection ?? []).union(ids)
            select(ids, fleet)
        case .rollBegan(let roll):
            if !rolls.contains(where: { $0.roll.number == roll.number }) {
                rolls.append(JudgedScope(roll, fleet: fleet))
            }
            select(roll.ids, fleet)
        case .maxDown, .rollEnded: break
        case .window(let window): windows.append(window)
        case .service(let name, let ids): services[name, default: []].formUnion(ids)
        case .drained(let id, let service): drained.append((service, id))
        case .undrained(let id, let service): drained.removeAll { $0.service == service && $0.id == id }
        case .outcome(let id, let outcome, let reason):
            outcomes[id] = outcome
            if let reason, worst.map({ outcome.weight > $0.outcome.weight }) ?? true {
                worst = (id, outcome, reason)
            }
            endedLast.insert(id)
        case .violated(let name, let message): violated.append((moment, name, message))
        }
    }
    private mutating func asked(_ power: ScriptAct.Power, _ index: Int) {
        if power != .start { didAskLast = true }
        switch power {
        case .reboot: isSelected[index] = true
        case .stop: wasStopped[index] = true
        case .start:
            if wasStopped[index] { isSelected[index] = true }
            wasStopped[index] = false
            return
        }
        wasAsked[index] = true
    }

    private mutating func select(_ ids: [String], _ fleet: Fleet) {
        declared = (declared ?? []).union(ids)
        selectedLast.formUnion(ids)
        for id in ids {
            if let index = fleet.index(ofID: id) { isSelected[index] = true } else { unknown.append(id) }
        }
    }
}

extension ScriptAct.Outcome {
    /// The worse the outcome, the larger.
    fileprivate var weight: Int {
        switch self {
        case .done: 0
        case .notStarted: 1
        case .skipped: 2
        case .failed: 3
        case .uncertain: 4
        }
    }
}

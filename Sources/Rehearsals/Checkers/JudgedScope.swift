import ScriptRuntime
import Simulator

/// What one part of a run promised, to be judged by: a roll with its own selection, limit and window.
struct JudgedScope: Sendable {
    var roll: RollDeclaration
    /// By place in the fleet.
    var isSelected: [Bool]
    var selectedCount: Int

    init(_ roll: RollDeclaration, fleet: Fleet) {
        self.roll = roll
        isSelected = Array(repeating: false, count: fleet.count)
        for index in roll.ids.compactMap({ fleet.index(ofID: $0) }) { isSelected[index] = true }
        selectedCount = Set(roll.ids).count
    }

    var limit: Int { roll.maxDown.count(among: selectedCount) }
}

/// Follows which rolls are under way, and to which of them what is done to an instance belongs.
///
/// It belongs to the rolls that were under way when the script asked for it, and that had selected the instance: a request may
/// take effect after its roll is over.
struct ScopeWatch {
    private let scopes: [JudgedScope]
    private let fleet: Fleet
    /// The places in ``scopes`` of the rolls under way.
    private(set) var open: [Int] = []
    private var owners: [[Int]]
    private var openWhenAsked: [[Int]]

    init(_ run: RunRecord) {
        scopes = run.script.rolls
        fleet = run.fleet
        owners = Array(repeating: [], count: scopes.isEmpty ? 0 : run.fleet.count)
        openWhenAsked = owners
    }

    mutating func take(_ event: Event) {
        guard !scopes.isEmpty, case .did(let act, place: _) = event.kind else { return }
        switch act {
        case .rollBegan(let roll):
            if let place = scopes.firstIndex(where: { $0.roll.number == roll.number }) { open.append(place) }
        case .rollEnded(let number): open.removeAll { scopes[$0].roll.number == number }
        case .power(_, let ids): for id in ids { asked(id) }
        case .drained(let id, service: _): asked(id)
        default: break
        }
    }

    private mutating func asked(_ id: String) {
        guard let index = fleet.index(ofID: id) else { return }
        owners[index] = open.filter { scopes[$0].isSelected[index] }
        openWhenAsked[index] = open
    }

    /// The rolls to which what was last asked of an instance belongs.
    func rolls(of index: Int) -> [JudgedScope] { owners.isEmpty ? [] : owners[index].map { scopes[$0] } }

    /// The rolls that were under way when something was last asked of an instance.
    func rollsUnderWay(of index: Int) -> [JudgedScope] {
        openWhenAsked.isEmpty ? [] : openWhenAsked[index].map { scopes[$0] }
    }
}

extension RunRecord {
    /// Names the roll where the run has several parts that are judged by themselves; else empty.
    func words(of scope: JudgedScope?) -> String {
        let parts = script.rolls.count + (script.declaresOfItself || rehearsal.maxDown != nil ? 1 : 0)
        guard parts > 1, let scope else { return "" }
        return " in the roll \(scope.roll.name)"
    }
}

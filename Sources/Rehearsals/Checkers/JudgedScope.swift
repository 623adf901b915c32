import ScriptRuntime
import Simulator

/// A roll with its own selection, limit and window, by which it is judged.
struct JudgedScope: Sendable {
    var roll: RollDeclaration
    /// By place in the fleet: whether the roll selected the instance.
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

/// Follows which rolls are under way, and to which rolls a request for an instance belongs.
///
/// A request belongs to the rolls that were under way when the script made it, and that had selected the
/// instance: the request may take effect after its roll has ended.
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
        if case .killed = event.kind { open = [] }
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

    /// The rolls to which the last request for an instance belongs.
    func rolls(of index: Int) -> [JudgedScope] { owners.isEmpty ? [] : owners[index].map { scopes[$0] } }

    /// The rolls that were under way at the last request for an instance.
    func rollsUnderWay(of index: Int) -> [JudgedScope] {
        openWhenAsked.isEmpty ? [] : openWhenAsked[index].map { scopes[$0] }
    }
}

extension RunRecord {
    /// Names the roll if the run has several parts that are judged separately; otherwise empty.
    func words(of scope: JudgedScope?) -> String {
        let parts = script.rolls.count + (script.declaresOfItself || rehearsal.maxDown != nil ? 1 : 0)
        guard parts > 1, let scope else { return "" }
        return " in the roll \(scope.roll.name)"
    }
}

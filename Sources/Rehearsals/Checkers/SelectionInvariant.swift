import ScriptRuntime
import Simulator

/// No instance is rebooted that was not selected, by a roll under way at the request or by the script itself.
///
/// A script that declares no selection selects what it reboots, so it can't violate this claim. If no roll is
/// under way and the script declared no selection of its own, the selection of all rolls counts.
enum SelectionInvariant: Invariant {
    static let name = "nothing is rebooted that was not selected"

    static func violation(in run: RunRecord) -> Violation? {
        guard let all = run.script.declared else { return nil }
        var scopes = ScopeWatch(run)
        let begins = Dictionary(uniqueKeysWithValues: run.restarts.all.map { ($0.position, $0) })
        for (position, event) in run.events.enumerated() {
            scopes.take(event)
            guard let restart = begins[position] else { continue }
            let underWay = scopes.rollsUnderWay(of: restart.index)
            let isOfRoll = underWay.contains { $0.isSelected[restart.index] }
            let id = run.id(restart.index)
            let isOwn = run.script.ownSelection?.contains(id) ?? (underWay.isEmpty && all.contains(id))
            guard !isOfRoll, !isOwn else { continue }
            var selected = run.script.ownSelection ?? []
            for scope in underWay { selected.formUnion(scope.roll.ids) }
            if underWay.isEmpty, run.script.ownSelection == nil { selected = all }
            return violated(
                run, at: event.at,
                "\(run.name(restart.index)) was \(restart.verb), and is not of the \(selected.count) selected"
                    + run.words(of: underWay.count == 1 ? underWay.first : nil),
                [restart.index])
        }
        return nil
    }
}

import ScriptRuntime

/// Nothing is rebooted while it takes load, nothing is left drained that the output does not name, and nothing drained is called done.
///
/// Only for scripts that declare a service.
enum DrainInvariant: Invariant {
    static let name = "drained before its reboot, and not forgotten"

    static func violation(in run: RunRecord) -> Violation? {
        guard !run.script.services.isEmpty else { return nil }
        return rebootedUnderLoad(in: run) ?? calledDone(in: run) ?? forgotten(in: run)
    }

    private static func rebootedUnderLoad(in run: RunRecord) -> Violation? {
        var loaded: Set<String> = []
        for event in run.events {
            switch event.kind {
            case .did(.service(name: _, let ids), place: _): loaded.formUnion(ids)
            case .did(.drained(let id, service: _), place: _): loaded.remove(id)
            case .did(.undrained(let id, service: _), place: _): loaded.insert(id)
            case .rebootAccepted(let index, _, _, _) where loaded.contains(run.id(Int(index))):
                return violated(
                    run, at: event.at, "\(run.name(Int(index))) was rebooted while it took load", [Int(index)]
                )
            default: break
            }
        }
        return nil
    }

    private static func calledDone(in run: RunRecord) -> Violation? {
        let indices = run.script.drained.compactMap { run.fleet.index(ofID: $0.id) }
        let wrong = indices.filter { run.script.outcomes[run.id($0)] == .done }
        guard let first = wrong.first else { return nil }
        return violated(
            run, at: run.endedAt, "\(run.name(first)) is called done, and is still drained", wrong)
    }

    private static func forgotten(in run: RunRecord) -> Violation? {
        guard !run.script.drained.isEmpty else { return nil }
        let words = OutputWords(run.output)
        let left = run.script.drained.filter { drained in
            guard let index = run.fleet.index(ofID: drained.id), !run.states[index].isGone else {
                return false
            }
            return !words.name(run.fleet.instances[index])
        }
        guard let first = left.first else { return nil }
        return violated(
            run, at: run.endedAt, "\(first.id) is left drained, and nothing that the script wrote names it",
            left.compactMap { run.fleet.index(ofID: $0.id) })
    }
}

import ScriptRuntime
import Simulator

/// No instance is rebooted while it takes load, left drained without being named in the output, or called done while drained.
///
/// Only for scripts that declare a service.
enum DrainInvariant: Invariant {
    static let name = "drained before its reboot, and not forgotten"

    static func violation(in run: RunRecord) -> Violation? {
        guard !run.script.services.isEmpty else { return nil }
        return rebootedUnderLoad(in: run) ?? calledDone(in: run) ?? forgotten(in: run)
    }

    private static func rebootedUnderLoad(in run: RunRecord) -> Violation? {
        var load = LoadWatch(run.fleet), down = run.makeDownWatch()
        for event in run.events {
            load.take(event)
            down.take(event)
            switch event.kind {
            case .rebootAccepted(let index, _, _, _), .stopAccepted(let index, _),
                .serviceRestarted(let index, _):
                guard let service = load.services(of: run.id(Int(index))).first else { continue }
                let verb = event.kind.verb
                return violated(
                    run, at: event.at,
                    "\(run.name(Int(index))) was \(verb) while it took load through \(service)",
                    [Int(index)])
            case .did(.undrained(let id, let service), place: _):
                guard let index = run.fleet.index(ofID: id), down.isOwn[index] else { continue }
                return violated(
                    run, at: event.at,
                    "\(run.name(index)) was put back into \(service) before it was well after its reboot",
                    [index])
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
        let left = run.script.drained.compactMap { drained in
            run.fleet.index(ofID: drained.id).flatMap { run.states[$0].isGone ? nil : $0 }
        }
        if run.exitCode == 0, let first = left.first {
            return violated(
                run, at: run.endedAt, "the script ended with 0, and \(run.name(first)) is left drained", left)
        }
        var said = SaidLater(run)
        let unnamed = left.filter { !said.names($0) }
        guard let first = unnamed.first else { return nil }
        return violated(
            run, at: run.endedAt,
            "\(run.id(first)) is left drained, and nothing that the script wrote after it was drained names it",
            unnamed)
    }
}

extension Event.Kind {
    /// How a sentence names the request for the instance: `rebooted`, `stopped`.
    fileprivate var verb: String {
        switch self {
        case .stopAccepted: "stopped"
        case .serviceRestarted: "restarted"
        default: "rebooted"
        }
    }
}

import ScriptRuntime
import Simulator

/// The exit code is 0 only if every selected instance was rebooted once and is healthy at the end.
///
/// An instance that the script reports as skipped, and did not reboot, is allowed.
enum SuccessInvariant: Invariant {
    static let name = "exit 0 only if all are rebooted and healthy"

    static func violation(in run: RunRecord) -> Violation? {
        guard run.exitCode == 0 else { return nil }
        if let unknown = run.script.unknown.first {
            return violated(
                run, at: run.endedAt,
                "the script ended with 0, but \(unknown), which it selected, does not exist")
        }
        let wrong = run.selected.filter { !run.isDone($0) && !run.isSkipped($0) && !run.isDropped($0) }
        guard let first = wrong.first else { return nil }
        let others = wrong.count > 1 ? ", and \(wrong.count - 1) more are not done" : ""
        return violated(
            run, at: run.endedAt, "the script ended with 0, but \(run.account(of: first))\(others)", wrong)
    }
}

extension RunRecord {
    func isSkipped(_ index: Int) -> Bool {
        script.outcomes[id(index)] == .skipped && reboots[index] == 0
    }

    /// Whether an earlier process selected an instance that no process has touched, and the last process did
    /// not select it: a roll that was killed before it touched any instance does not bind later processes.
    fileprivate func isDropped(_ index: Int) -> Bool {
        !laterProcesses.isEmpty && !script.wasAsked[index] && !script.selectedLast.contains(id(index))
    }

    /// The state of an instance at the end, in words.
    func account(of index: Int) -> String {
        let times =
            switch reboots[index] {
            case 0: "was never rebooted"
            case 1: "was rebooted"
            default: "was rebooted \(reboots[index]) times"
            }
        if isRebooting[index], states[index].isHealthy {
            return "\(name(index)) was asked to reboot, and has not yet begun to"
        }
        return "\(name(index)) \(times) and is \(states[index].words)"
    }
}

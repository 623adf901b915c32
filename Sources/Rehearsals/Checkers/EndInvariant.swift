import Basics
import Simulator

/// Every run ends, and so does every process of a run that is not killed.
enum EndInvariant: Invariant {
    static let name = "the run comes to an end"

    static func violation(in run: RunRecord) -> Violation? {
        guard run.exitCode == nil else { return nil }
        let seconds = run.endedAt.since(run.begunAt)
        guard seconds >= run.rehearsal.patience else {
            return violated(
                run, at: run.endedAt, "the script runs in a loop without waiting, so no simulated time passes"
            )
        }
        return violated(
            run, at: run.endedAt, "the script had not ended after \(seconds.inSeconds) simulated seconds")
    }
}

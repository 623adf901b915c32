import Basics
import Simulator

/// Every run ends.
enum EndInvariant: Invariant {
    static let name = "the run comes to an end"

    static func violation(in run: RunRecord) -> Violation? {
        guard run.exitCode == nil else { return nil }
        guard run.endedAt.sinceStart >= run.rehearsal.patience else {
            return violated(run, at: run.endedAt, "the script goes round and round without time passing")
        }
        return violated(
            run, at: run.endedAt, "the script had not ended after \(run.endedAt.seconds) simulated seconds")
    }
}

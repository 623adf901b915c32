import Basics
import ScriptRuntime
package import Simulator

/// The result of one run, in brief.
package struct RunResult: Sendable {
    package var index: Int
    package var seed: UInt64
    /// Nil if the run had not ended at its time limit.
    package var exitCode: Int32?
    /// Why the run did not end well, if the run told it.
    package var cause: EndingCause?
    package var violations: [Violation]
    /// How often each fault struck, in the order of ``Faults/all``.
    package var faults: [(fault: FaultName, times: Int)]
    /// Simulated time.
    package var duration: Duration
    package var requests: Int
    /// The number of selected instances.
    package var selected: Int
    /// The number of selected instances that were rebooted at least once.
    package var rebooted: Int
    /// Whether at least one selected instance was rebooted, or the service of an instance restarted.
    package var isRestarting: Bool
    package var mostDown: Int
    /// The number of instances reported as failed or uncertain although they were rebooted once and are healthy.
    package var falseAlarms: Int
    /// The points of the last process at which it could be killed, if they were recorded.
    var points: [String]
    /// The SHA-256 of the trace.
    package var digest: [UInt8]

    init(
        index: Int, run: RunRecord, case decided: RehearsalCase,
        copyingTraceTo sink: (([UInt8]) -> Void)? = nil
    ) {
        self.index = index
        seed = decided.seed
        exitCode = run.exitCode
        cause = EndingCause(run)
        points = run.points
        violations = Invariants.violations(in: run)
        faults = Self.faults(in: run.events)
        duration = run.endedAt.sinceStart
        requests = run.truth.requests.reduce(0) { $0 + $1.count }
        let selected = run.selected
        self.selected = selected.count
        rebooted = selected.count { run.reboots[$0] > 0 }
        isRestarting = rebooted > 0 || !run.restarts.withService.isEmpty
        mostDown = run.truth.mostDown
        falseAlarms = selected.count { index in
            guard let outcome = run.script.outcomes[run.id(index)] else { return false }
            return (outcome == .failed || outcome == .uncertain) && run.isDone(index)
        }
        digest = Trace(run: run, decided: decided, violations: violations).digest(copyingTo: sink)
    }

    private static func faults(in events: [Event]) -> [(fault: FaultName, times: Int)] {
        var times: [FaultName: Int] = [:]
        for event in events {
            if case .struck(let occurrence) = event.kind { times[occurrence.fault, default: 0] += 1 }
        }
        return Faults.all.compactMap { fault in times[fault.name].map { (fault.name, $0) } }
    }
}

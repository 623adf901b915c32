import ScriptRuntime

/// If not every instance is rebooted and healthy, the exit code tells it and the output names the right instances.
///
/// These codes tell it: 5 failed, 6 uncertain, 7 stopped before every instance was started, 8 failures within
/// the limit, and 124 for the time limit, at which a script can still report the fleet; also 4 if the cloud
/// refused the credentials before the last process had requested any change. The output must name, by id or
/// name, every instance that the script asked to reboot or stop and that a successful roll would have left
/// differently. For an instance that was selected and never started, a reported outcome is enough. The
/// outcomes that a script reports through `rehearse.outcome` must be true. The record of an outcome may be
/// lost with a process that was killed: the last process takes the outcome back if the error with which it
/// ends names the instance.
enum FailureInvariant: Invariant {
    static let name = "failures are reported: exit code and instance names"

    private static let failureCodes: Set<Int32> = [
        ExitCode.failed, ExitCode.uncertain, ExitCode.incomplete, ExitCode.withinTolerance,
        ExitCode.timeLimit,
    ]

    static func violation(in run: RunRecord) -> Violation? {
        falseClaim(in: run) ?? wrongCode(in: run) ?? unnamed(in: run)
    }

    private static func falseClaim(in run: RunRecord) -> Violation? {
        let claimed = run.states.indices.filter { run.script.outcomes[run.id($0)] == .done }
        guard let wrong = claimed.first(where: { !run.isDone($0) && !run.isTakenBack($0) }) else {
            return nil
        }
        return violated(
            run, at: run.endedAt, "the script calls \(run.name(wrong)) done, but \(run.account(of: wrong))",
            [wrong])
    }

    private static func wrongCode(in run: RunRecord) -> Violation? {
        guard let code = run.exitCode, code != 0, !failureCodes.contains(code) else { return nil }
        if code == ExitCode.configuration, !run.script.didAskLast { return nil }
        let message = run.message.map { ": \($0)" } ?? ""
        return violated(run, at: run.endedAt, "the script ended with \(code)\(message)")
    }

    private static func unnamed(in run: RunRecord) -> Violation? {
        guard let code = run.exitCode, failureCodes.contains(code) || code == ExitCode.configuration
        else { return nil }
        let wasBegun = failureCodes.contains(code)
        let toName = run.states.indices.filter { run.isToBeNamed($0, wasBegun: wasBegun) }
        guard !toName.isEmpty else { return nil }
        var said = SaidLater(run)
        let unnamed = toName.filter { !said.names($0) }
        guard let first = unnamed.first else { return nil }
        return violated(
            run, at: run.endedAt,
            run.script.wasAsked[first]
                ? "nothing that the script wrote after its request names \(run.name(first)), but \(run.account(of: first))"
                : "nothing that the script wrote or declared names \(run.name(first)), which it selected and left undone",
            unnamed)
    }
}

extension RunRecord {
    /// Whether an earlier process reported the outcome of an instance, and the last process ended with an error that names it.
    fileprivate func isTakenBack(_ index: Int) -> Bool {
        guard !laterProcesses.isEmpty, !script.endedLast.contains(id(index)), let message else {
            return false
        }
        return OutputWords(Array(message.utf8)).contain(id(index))
    }

    /// Whether a script that did not end well must name an instance.
    ///
    /// A process that came to no selection need not name instances that no process has touched.
    fileprivate func isToBeNamed(_ index: Int, wasBegun: Bool) -> Bool {
        guard !isDone(index) else { return false }
        if script.wasAsked[index] { return true }
        return wasBegun && script.selectedLast.contains(id(index)) && script.outcomes[id(index)] == nil
    }
}

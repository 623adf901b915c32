import ScriptRuntime

/// When not all are rebooted and healthy, the script says so by its exit code, and names the right ones.
///
/// Codes that say so: 5 failed, 6 uncertain, 7 not all were begun, 8 ended within tolerance, with failures, and 124 of the time
/// limit, at which a script can still tell what became of the fleet; and 4 where the cloud refused the credentials before the script
/// had asked for any change. To be named in the output, by id or
/// name: every one that was asked to reboot or to stop and is not as a roll that went well leaves it. One that was selected and never
/// begun is named by its outcome as well. What a script says of an instance through `rehearse.outcome` is held against it.
enum FailureInvariant: Invariant {
    static let name = "what went wrong is told by the exit code and by name"

    private static let failureCodes: Set<Int32> = [
        ExitCode.failed, ExitCode.uncertain, ExitCode.incomplete, ExitCode.withinTolerance,
        ExitCode.timeLimit,
    ]

    static func violation(in run: RunRecord) -> Violation? {
        falseClaim(in: run) ?? wrongCode(in: run) ?? unnamed(in: run)
    }

    private static func falseClaim(in run: RunRecord) -> Violation? {
        let claimed = run.states.indices.filter { run.script.outcomes[run.id($0)] == .done }
        guard let wrong = claimed.first(where: { !run.isDone($0) }) else { return nil }
        return violated(
            run, at: run.endedAt, "the script calls \(run.name(wrong)) done, but \(run.account(of: wrong))",
            [wrong])
    }

    private static func wrongCode(in run: RunRecord) -> Violation? {
        guard let code = run.exitCode, code != 0, !failureCodes.contains(code) else { return nil }
        if code == ExitCode.configuration, !run.script.wasAsked.contains(true) { return nil }
        let message = run.message.map { ": \($0)" } ?? ""
        return violated(run, at: run.endedAt, "the script ended with \(code)\(message)")
    }

    private static func unnamed(in run: RunRecord) -> Violation? {
        guard let code = run.exitCode, failureCodes.contains(code) else { return nil }
        let toName = run.states.indices.filter { run.isToBeNamed($0) }
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
    /// Whether a script that did not end well has to name an instance.
    fileprivate func isToBeNamed(_ index: Int) -> Bool {
        guard !isDone(index) else { return false }
        if script.wasAsked[index] { return true }
        return script.isSelected[index] && script.outcomes[id(index)] == nil
    }
}

import ScriptRuntime

/// What a reader of a rehearsal must know before its figures: that little or nothing was tested.
package struct RehearsalWarning: Sendable, Equatable {
    /// Sentences, one a line.
    package var lines: [String]
    /// Whether fewer runs rebooted an instance than is required.
    package var isFailure: Bool

    /// Nil if enough was tested; `percent` is the share of the runs that must reboot at least one instance.
    package init?(_ summary: RehearsalSummary, requiredPercent percent: Double) {
        guard summary.runs > 0 else { return nil }
        let rebooting = Double(summary.runsWithReboots) * 100 / Double(summary.runs)
        isFailure = rebooting < percent
        let common = summary.commonCause.flatMap { Self.names($0.runs, of: summary.runs) ? $0 : nil }
        guard isFailure || common != nil else { return nil }
        lines = isFailure ? [Self.untested(summary, percent)] : []
        if let common {
            lines.append(
                "\(common.runs) of \(summary.runs) runs ended with \(ExitCode.described(common.cause.exitCode)): "
                    + common.cause.text)
            if let hint = common.cause.hint { lines.append("hint: \(hint)") }
        }
        if isFailure, percent > 0 {
            lines.append("--require-reboots 0 accepts a rehearsal that reboots no instance")
        }
    }

    /// Whether a cause is so frequent that the warning names it.
    static func names(_ count: Int, of runs: Int) -> Bool { count * 2 > runs }

    private static func untested(_ summary: RehearsalSummary, _ percent: Double) -> String {
        guard summary.runsWithReboots > 0 else {
            return "NOTHING WAS TESTED: no run rebooted an instance"
        }
        return "LITTLE WAS TESTED: \(summary.runsWithReboots) of \(summary.runs) runs rebooted an instance, "
            + "and --require-reboots is \(Int(percent.rounded(.up))) %"
    }

    /// The sentences as text for people, with an empty line after them.
    package var text: String { lines.map { VisibleText.escaped($0) + "\n" }.joined() + "\n" }
}

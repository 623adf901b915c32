import Basics
import ScriptRuntime
import Simulator

/// A summary as text for people.
package enum SummaryTable {
    package static func text(of summary: RehearsalSummary) -> String {
        let lines = rows(of: summary).map { row in
            padded(row.name) + row.text.split(separator: "\n").joined(separator: "\n" + padded(""))
        }
        return (lines + summary.violated.map(violated)).map { $0 + "\n" }.joined()
    }

    /// The figures, each with its name.
    static func rows(of summary: RehearsalSummary) -> [(name: String, text: String)] {
        var rows: [(name: String, text: String)] = []
        rows.append(("ended", summary.endings.map(ending).joined(separator: ", ")))
        if let cause = commonCause(summary) { rows.append(("common cause", cause)) }
        if let median = summary.duration(percentile: 50), let high = summary.duration(percentile: 95),
            let worst = summary.duration(percentile: 100)
        {
            let text = [median, high, worst].map { DurationText.describe($0.duration) }
            rows.append(
                (
                    "simulated time",
                    "median \(text[0]), p95 \(text[1]), max \(text[2]) (seed \(worst.seed))"
                ))
        }
        rows.append(("rebooted", "\(summary.rebooted) of \(summary.selected) selected"))
        if let requests = summary.requestsPerInstance {
            rows.append(("requests", "\(decimals(requests)) for each selected instance"))
        }
        rows.append(("most down", mostDown(summary.mostDown)))
        if summary.falseAlarms > 0 {
            rows.append(("false alarms", falseAlarms(summary.falseAlarms)))
        }
        rows.append(("faults met", faults(summary)))
        rows.append(("trace", "sha256 \(summary.traceHash)"))
        rows.append(
            (
                "violations",
                summary.violated.isEmpty ? "none" : "in \(summary.runsWithViolations) of \(summary.runs) runs"
            ))
        return rows
    }

    /// The most frequent cause of runs that did not end well, with a seed that shows it; nil if the warning above the figures
    /// names it, or if it is rare.
    private static func commonCause(_ summary: RehearsalSummary) -> String? {
        guard let common = summary.commonCause, common.runs > 1, common.runs * 10 >= summary.runs,
            !RehearsalWarning.names(common.runs, of: summary.runs)
        else { return nil }
        let hint = common.cause.hint.map { "\nhint: \($0)" } ?? ""
        let text = VisibleText.escaped(common.cause.text)
        return "\(common.runs) with \(common.cause.exitCode), as with seed \(common.seed): \(text)\(hint)"
    }

    private static func ending(_ ending: (exitCode: Int32?, runs: Int)) -> String {
        guard let code = ending.exitCode else { return "\(ending.runs) did not end" }
        return "\(ending.runs) with \(ExitCode.described(code))"
    }

    /// Explains the number, so that a reader does not compare it with the limit.
    private static func mostDown(_ count: Int) -> String {
        guard count > 0 else { return "0 at once" }
        return
            "\(count) at once, failed by themselves or rebooted; only a reboot by the script breaks the limit"
    }

    private static func falseAlarms(_ count: Int) -> String {
        count == 1
            ? "1 instance reported failed or uncertain was in fact healthy"
            : "\(count) instances reported failed or uncertain were in fact healthy"
    }

    private static func faults(_ summary: RehearsalSummary) -> String {
        guard !summary.faults.isEmpty else { return "none" }
        let sorted = summary.faults.sorted { ($1.runs, $0.fault.rawValue) < ($0.runs, $1.fault.rawValue) }
        return wrapped(sorted.map { "\($0.fault.rawValue) in \($0.runs)" })
    }

    /// Words with commas between them, in aligned lines of at most a hundred columns.
    private static func wrapped(_ words: [String]) -> String {
        var lines = [""]
        for (position, word) in words.enumerated() {
            let piece = word + (position < words.count - 1 ? ", " : "")
            if let last = lines.last, last.count + piece.count > 84 { lines.append("") }
            lines[lines.count - 1] += piece
        }
        return lines.map { $0.last == " " ? String($0.dropLast()) : $0 }.joined(separator: "\n")
    }

    private static func violated(_ violated: RehearsalSummary.Violated) -> String {
        "  \(violated.runs) × \(violated.invariant) (first with seed \(violated.firstSeed))"
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 16 - text.count))
    }

    private static func decimals(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}

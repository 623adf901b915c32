internal import History
internal import Journal
internal import ScriptRuntime

/// The report of a campaign for people, as a roll prints it at its end.
struct ReportText {
    let record: CampaignRecord

    private static let columns = 100

    var text: String {
        lines.map { VisibleText.escaped($0) + "\n" }.joined()
    }

    private var lines: [String] {
        var lines = head
        for outcome in Outcome.allCases {
            let instances = record.instances.filter { $0.outcome == outcome }
            lines.append(count(instances.count, outcome.title))
            let hasReasons = outcome == .failed || outcome == .uncertain || outcome == .skipped
            lines += hasReasons ? instances.map(reasonLine) : idLines(instances)
        }
        lines += unended
        if let stopped = record.head.stopped { lines.append("stopped: \(stopped.reason)") }
        return lines
    }

    private var head: [String] {
        let summary = record.head
        let code = summary.ending?.exitCode.map { ", exit code \($0)" } ?? ""
        let lives = summary.lives == 1 ? "1 process" : "\(summary.lives) processes"
        return [
            "\(record.id.label) at \(record.id.endpoint): \(summary.standing.rawValue)\(code)",
            summary.hasBegun
                ? "began \(CalendarWords.date(summary.began)) \(CalendarWords.time(summary.began)) UTC, \(lives)"
                : "nothing is recorded yet",
            "\(record.head.total) \(record.head.total == 1 ? "instance" : "instances"), \(CalendarWords.length(summary.seconds))",
        ]
    }

    /// The lines about instances without an outcome: the campaign did not end.
    private var unended: [String] {
        let open = record.instances.filter { $0.outcome == nil }
        let underWay = open.filter(\.isUnderWay), waiting = open.filter { !$0.isUnderWay }
        return (underWay.isEmpty ? [] : [count(underWay.count, "under way")] + underWay.map(reasonLine))
            + (waiting.isEmpty ? [] : [count(waiting.count, "waiting")] + idLines(waiting))
    }

    private func count(_ number: Int, _ title: String) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, 5 - digits.count)) + "\(digits) \(title)"
    }

    private func reasonLine(_ instance: InstanceRecord) -> String {
        let left = instance.isUnderWay ? "" : "left "
        let drained =
            switch instance.drained {
            case .yes: " (\(left)drained)"
            case .maybe: " (may be \(left)drained)"
            case nil: ""
            }
        let reason = instance.reason ?? (instance.isUnderWay ? "batch \(instance.batch ?? 0)" : "no reason")
        return "    \(instance.id) (\(instance.name)): \(reason)\(drained)"
    }

    private func idLines(_ instances: [InstanceRecord]) -> [String] {
        var lines: [String] = [], line = "   "
        for (position, instance) in instances.enumerated() {
            let word = " \(instance.id)" + (position < instances.count - 1 ? "," : "")
            if line.utf8.count + word.utf8.count > Self.columns {
                lines.append(line)
                line = "   "
            }
            line += word
        }
        return instances.isEmpty ? [] : lines + [line]
    }
}

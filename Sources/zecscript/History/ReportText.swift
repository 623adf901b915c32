internal import Basics
internal import History
internal import Journal
internal import ScriptRuntime

/// The report of a campaign for people, as a roll prints it at its end.
struct ReportText {
    let record: CampaignRecord
    /// Whether it is the last campaign of its name; only that one can be resumed.
    let isLast: Bool
    /// How the campaign stands, as `zecscript runs` tells it.
    let status: String
    /// The folder that the option `--state` named.
    let state: String?

    private static let columns = 80

    var text: String {
        lines.map { VisibleText.escaped($0) + "\n" }.joined()
    }

    private var lines: [String] {
        var lines = head
        for outcome in Outcome.allCases {
            let instances = record.instances.filter { $0.outcome == outcome }
            lines.append(count(instances.count, outcome.title))
            lines += list(instances, outcome)
        }
        lines += unended
        if let stopReason { lines.append("stopped: \(stopReason)") }
        return lines + advice
    }

    private func list(_ instances: [InstanceRecord], _ outcome: Outcome) -> [String] {
        switch outcome {
        case .failed, .uncertain: instances.map(reasonLine)
        case .skipped: alike(instances)
        case .done, .notStarted: idLines(instances)
        }
    }

    private var stopReason: String? {
        record.head.stopReason(
            left: record.instances.count { $0.outcome == nil || $0.outcome == .notStarted })
    }

    /// The commands that explain a failure and that resume the roll, as the roll itself named them at its end.
    private var advice: [String] {
        let failed = record.instances.first { $0.outcome == .failed || $0.outcome == .uncertain }
        let why = failed.map {
            "to see why: " + command(["why", $0.title, record.id.label])
        }
        return [why, resumption].compactMap { $0 }
    }

    private var resumption: String? {
        guard isLast, record.head.standing != .closed else { return nil }
        if isAtWork { return "a process works on this roll now" }
        let isRetry = record.head.standing == .held || record.instances.allSatisfy(hasResult)
        let retry = isRetry ? " --retry failed,uncertain" : ""
        return "to go on: " + command(["resume", record.id.name]) + retry
    }

    private func hasResult(_ instance: InstanceRecord) -> Bool {
        instance.outcome != nil && instance.outcome != .notStarted
    }

    private func command(_ words: [String]) -> String {
        ShellWords.line([Program.name] + words + (state.map { ["--state", $0] } ?? []))
    }

    private var isAtWork: Bool { status == StoredRuns.running }

    private var head: [String] {
        let summary = record.head
        let code = isAtWork ? "" : summary.ending?.exitCode.map { ", exit code \($0)" } ?? ""
        let lives = summary.lives == 1 ? "1 process" : "\(summary.lives) processes"
        return [
            "\(record.id.label) at \(record.id.endpoint): \(status)\(code)",
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

    /// From this number on, instances with the same reason are one paragraph.
    private static let alike = 3

    /// The lines of instances of which many have the same reason: the reason once, and the instances below it.
    private func alike(_ instances: [InstanceRecord]) -> [String] {
        let groups = Dictionary(grouping: instances) { reason(of: $0) + drainedWords($0) }
        var told: Set<String> = []
        return instances.flatMap { instance -> [String] in
            let reason = reason(of: instance) + drainedWords(instance), group = groups[reason] ?? []
            guard group.count >= Self.alike else { return [reasonLine(instance)] }
            guard told.insert(reason).inserted else { return [] }
            return ["    \(group.count) instances: \(reason)"] + idLines(group)
        }
    }

    private func reasonLine(_ instance: InstanceRecord) -> String {
        "    \(instance.words): \(reason(of: instance))\(drainedWords(instance))"
    }

    private func drainedWords(_ instance: InstanceRecord) -> String {
        let left = instance.isUnderWay ? "" : "left "
        return switch instance.drained {
        case .yes: " (\(left)drained)"
        case .maybe: " (may be \(left)drained)"
        case nil: ""
        }
    }

    private func reason(of instance: InstanceRecord) -> String {
        guard instance.isUnderWay else { return instance.reason ?? "no reason" }
        let parts = [instance.batch.map { "batch \($0)" }, instance.step, instance.reason].compactMap { $0 }
        return parts.isEmpty ? "no reason" : parts.joined(separator: ", ")
    }

    private func idLines(_ instances: [InstanceRecord]) -> [String] {
        var lines: [String] = [], line = "   "
        for (position, instance) in instances.enumerated() {
            let word = " \(instance.words)" + (position < instances.count - 1 ? "," : "")
            if line.utf8.count + word.utf8.count > Self.columns {
                lines.append(line)
                line = "   "
            }
            line += word
        }
        return instances.isEmpty ? [] : lines + [line]
    }
}

extension InstanceRecord {
    /// The name, or the id of an instance without a name.
    fileprivate var title: String { name.isEmpty ? id : name }

    /// The name and the id.
    fileprivate var words: String { name.isEmpty ? id : "\(name) (\(id))" }
}

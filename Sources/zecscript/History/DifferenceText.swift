internal import History
internal import Journal
internal import ScriptRuntime

/// The difference of two campaigns for people.
struct DifferenceText {
    let difference: Difference
    let first: CampaignID
    let second: CampaignID

    var text: String {
        let lines = [head] + difference.changes.flatMap(lines) + only
        return lines.map { VisibleText.escaped($0) + "\n" }.joined()
    }

    private var head: String {
        let differing = difference.changes.count
        let common = differing + difference.sameCount
        return "\(first.label) and \(second.label): \(differing) of \(common) common instances differ"
    }

    private func lines(_ change: Difference.Change) -> [String] {
        let width = max(first.label.count, second.label.count) + 2
        return [
            title(change.first),
            "    \("\(first.label):".padded(to: width))\(end(change.first))",
            "    \("\(second.label):".padded(to: width))\(end(change.second))",
        ]
    }

    private var only: [String] {
        difference.onlyInFirst.map { "only in \(first.label): \(title($0)), \(end($0))" }
            + difference.onlyInSecond.map { "only in \(second.label): \(title($0)), \(end($0))" }
    }

    private func title(_ instance: InstanceRecord) -> String { "\(instance.id) (\(instance.name))" }

    /// `done, 42s`, or `failed: HTTP 503`.
    private func end(_ instance: InstanceRecord) -> String {
        let took = instance.took.map { ", \(CalendarWords.length($0))" } ?? ""
        return instance.status + took + (instance.reason.map { ": \($0)" } ?? "")
    }
}

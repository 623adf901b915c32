internal import History
internal import Journal
internal import ScriptRuntime

/// The requests of a script without a roll, as text for people.
struct RequestsText {
    let requests: ScriptRequests
    /// How the campaign stands, in one word.
    let status: String

    var text: String { lines.map { VisibleText.escaped($0) + "\n" }.joined() }

    private var lines: [String] {
        let head = requests.head
        let process = head.process.map { ", \($0)" } ?? ""
        return [
            "\(head.id.label) at \(head.id.endpoint): \(status)",
            head.hasBegun
                ? "began \(CalendarWords.date(head.began)) \(CalendarWords.time(head.began)) UTC\(process)"
                : "nothing is recorded yet",
            "\(requests.accepted) accepted, \(requests.refused) refused, \(requests.unresolved.count) not resolved",
        ] + requests.unresolved.map { "    \($0)" }
    }
}

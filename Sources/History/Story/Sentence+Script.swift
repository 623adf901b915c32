extension Sentence {
    /// Events that only scripts without a roll have.
    static let ofAScript: [String: Writer] = ["noted": { $0.noted }]

    private var noted: String {
        let answer = event.text("answer") ?? "unknown"
        let result = answer == "unknown" ? "the result is unknown" : "the cloud \(answer) it"
        return "the script asked for a \(event.text("action") ?? "change"), and \(result)\(because)"
    }

    /// What the intent of a script says beside its request: the line of the script, and what was asked for.
    var wish: String {
        (event.isTrue("force") ? ", by force" : "")
            + (event.isTrue("again") ? ", in spite of any earlier request" : "")
            + (event.text("place").map { " (\($0))" } ?? "")
    }
}

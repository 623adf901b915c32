extension Sentence {
    /// Events that only scripts without a roll have.
    static let ofAScript: [String: Writer] = ["noted": { $0.noted }]

    private var noted: String {
        let answer = event.text("answer") ?? "unknown"
        let result = answer == "unknown" ? "the result is unknown" : "the cloud \(answer) it"
        return "the script asked for a \(event.text("action") ?? "change"), and \(result)\(because)"
    }

    /// The options and the line of the script in the intent of a script.
    var wish: String {
        (event.isTrue("force") ? ", by force" : "")
            + (event.isTrue("again") ? ", in spite of any earlier request" : "")
            + (event.text("place").map { " (\($0))" } ?? "")
    }
}

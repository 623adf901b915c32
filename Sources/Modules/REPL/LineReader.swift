package import ScriptRuntime

/// Where a conversation's lines come from: a terminal, or a pipe.
package protocol LineReader: Prompt {
    /// Whether a person types: whoever ends the conversation does not wait for tasks in the background.
    var isPerson: Bool { get }

    /// Asks for one line; `completion` is called once, on the script's thread, while the host waits or idles.
    func readLine(prompt: String, _ completion: @escaping (LineInput) -> Void)

    /// Forgets what was asked for; its completion is not called any more.
    func cancel()

    /// Keeps a complete input, of one line or more, for later sessions.
    func remember(_ text: String)
}

/// What came of asking for a line.
package enum LineInput: Sendable, Equatable {
    /// Without its line end.
    case line(String)
    /// The person gave the line up.
    case cancelled
    /// There will be no more.
    case end
}

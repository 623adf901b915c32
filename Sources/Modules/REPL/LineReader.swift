package import ScriptRuntime

/// The source of the lines of an interactive session: a terminal or a pipe.
package protocol LineReader: Prompt {
    /// Whether an operator types; at the end of the session, the program then does not wait for tasks in the
    /// background.
    var isPerson: Bool { get }

    /// Asks for one line; `completion` is called once, on the script's thread, while the host waits or idles.
    func readLine(prompt: String, _ completion: @escaping (LineInput) -> Void)

    /// Cancels the read; its completion is not called any more.
    func cancel()

    /// Keeps a complete input, of one line or more, in the history for later sessions.
    func remember(_ text: String)
}

/// The result of reading a line.
package enum LineInput: Sendable, Equatable {
    /// A line, without its line end.
    case line(String)
    /// The operator dropped the line.
    case cancelled
    /// The end of the input.
    case end
}

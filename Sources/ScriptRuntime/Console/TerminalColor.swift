/// A colour of text on a terminal.
package enum TerminalColor: String, Sendable, CaseIterable {
    case dim, red, green, yellow

    private var code: Int {
        switch self {
        case .dim: 2
        case .red: 31
        case .green: 32
        case .yellow: 33
        }
    }

    /// The text between the escape sequences that begin and end the colour.
    package func applied(to text: String) -> String { "\u{1B}[\(code)m\(text)\u{1B}[0m" }
}

extension Surroundings {
    /// Whether text on a stream has colours: on a terminal that is not dumb, unless `NO_COLOR` is set.
    package func showsColors(on stream: HostStream) -> Bool {
        terminalWidth(of: stream) != nil && (environment("NO_COLOR") ?? "").isEmpty
            && environment("TERM") != "dumb"
    }
}

/// How much a log line matters, least first.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case trace, debug, info, warn, error

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How log lines are written.
public enum LogFormat: String, Sendable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line, for collectors.
    case json
}

/// The level of a log line, least important first.
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case trace, debug, info, warn, error

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The format of log lines.
package enum LogFormat: String, Sendable, CaseIterable {
    /// Text for people.
    case text
    /// One JSON object per line, for log collectors.
    case json
}

/// How much a log line matters, least first.
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case trace, debug, info, warn, error

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How log lines are written.
package enum LogFormat: String, Sendable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line, for collectors.
    case json
}

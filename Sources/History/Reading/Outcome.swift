/// The outcome of an instance, in the words of the report.
package enum Outcome: String, Sendable, CaseIterable {
    case done, failed, uncertain, skipped
    case notStarted = "not_started"

    package var title: String { self == .notStarted ? "not started" : rawValue }

    /// Whether a later process of the campaign tries the instance again by itself.
    var isReopened: Bool { self == .skipped || self == .notStarted }
}

/// One event of a roll as a journal keeps it: its number, and its encoded form.
package struct JournalEntry: Sendable, Equatable {
    /// Counts the events of a roll from 1, without gaps.
    package var sequence: Int
    /// A JSON object; the journal does not look into it.
    package var encoded: [UInt8]
    /// Whether an effect on the world waits until this event is durable.
    package var isAwaited: Bool

    package init(sequence: Int, encoded: [UInt8], isAwaited: Bool = false) {
        self.sequence = sequence
        self.encoded = encoded
        self.isAwaited = isAwaited
    }
}

/// Why a journal can't keep an event, as a sentence.
package struct JournalError: Error, Sendable, Equatable {
    package var reason: String

    package init(_ reason: String) { self.reason = reason }
}

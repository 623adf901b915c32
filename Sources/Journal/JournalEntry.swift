/// One event of a roll as a journal keeps it: its number, and its encoded form.
package struct JournalEntry: Sendable, Equatable {
    /// Counts the events of a roll from 1, without gaps.
    package var sequence: Int
    /// A JSON object; the journal looks for no more in it than ``EventOutline`` has.
    package var encoded: [UInt8]
    /// Whether an effect on the world waits until this event is durable; false for an event that was read back.
    package var isAwaited: Bool

    package init(sequence: Int, encoded: [UInt8], isAwaited: Bool = false) {
        self.sequence = sequence
        self.encoded = encoded
        self.isAwaited = isAwaited
    }
}

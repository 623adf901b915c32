/// An event of a roll as a journal keeps it: its number, and its encoded form.
package struct JournalEntry: Sendable, Equatable {
    /// The number of the event in its roll, from 1, without gaps.
    package var sequence: Int
    /// A JSON object; the journal reads in it only what ``EventOutline`` has.
    package var encoded: [UInt8]
    /// Whether an effect on the world waits until this event is durable; false for an event that was read back.
    package var isAwaited: Bool

    package init(sequence: Int, encoded: [UInt8], isAwaited: Bool = false) {
        self.sequence = sequence
        self.encoded = encoded
        self.isAwaited = isAwaited
    }
}

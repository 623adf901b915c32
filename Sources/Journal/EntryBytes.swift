/// The events of a journal in one array of bytes: a million events need two allocations, not a million.
package struct EntryBytes: Sendable {
    private var bytes: [UInt8] = []
    /// The end of each event in `bytes`.
    private var ends: [Int] = []

    package init() {}

    package var count: Int { ends.count }

    // Two functions instead of a generic function, which would be several times slower across targets.

    package mutating func append(_ encoded: [UInt8]) {
        bytes.append(contentsOf: encoded)
        ends.append(bytes.count)
    }

    package mutating func append(_ encoded: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: encoded)
        ends.append(bytes.count)
    }

    /// Returns the event with a number from 1 to `count`.
    package func entry(_ sequence: Int) -> JournalEntry {
        let start = sequence == 1 ? 0 : ends[sequence - 2]
        return JournalEntry(sequence: sequence, encoded: Array(bytes[start..<ends[sequence - 1]]))
    }
}

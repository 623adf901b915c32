/// The events of a journal as one run of bytes: a million events cost two allocations, not a million.
package struct EntryBytes: Sendable {
    private var bytes: [UInt8] = []
    /// Where each event ends.
    private var ends: [Int] = []

    package init() {}

    package var count: Int { ends.count }

    package mutating func append(_ encoded: some Collection<UInt8>) {
        bytes.append(contentsOf: encoded)
        ends.append(bytes.count)
    }

    /// The events, numbered from 1.
    package var entries: [JournalEntry] {
        var start = 0
        return ends.enumerated().map { index, end in
            defer { start = end }
            return JournalEntry(sequence: index + 1, encoded: Array(bytes[start..<end]))
        }
    }
}

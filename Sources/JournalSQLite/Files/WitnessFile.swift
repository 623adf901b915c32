internal import Glibc
internal import Journal

/// The second witness of a journal: a file beside the database that says how far the journal has come.
///
/// SQLite cuts a damaged log off without a word. The witness knows of the events that are missing then. It has two places, written in
/// turn, so that a write that is torn leaves the older record.
final class WitnessFile {
    private static let slots: [off_t] = [0, 4096]

    /// Syncs the file behind a descriptor, and returns 0 where that went well; for tests to replace.
    typealias Sync = (Int32) -> Int32

    private let descriptor: Int32
    private let path: String
    private let sync: Sync
    /// The newest record that is whole; nil where there is none.
    private(set) var newest: WitnessRecord?
    private var nextSlot = 0

    /// Opens the file, or makes an empty one.
    init(_ path: String, sync: @escaping Sync = fdatasync) throws(JournalError) {
        self.path = path
        self.sync = sync
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.unavailable, "the file \(path) can't be opened: \(systemReason())")
        }
        let records = Self.slots.map { Self.record(descriptor, at: $0) }
        newest = Self.newest(of: records)
        nextSlot = newest != nil && records[0] == newest ? 1 : 0
    }

    deinit { close(descriptor) }

    /// The newest record of a file that someone else may be writing; nil where there is none.
    static func read(_ path: String) -> WitnessRecord? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return newest(of: slots.map { record(descriptor, at: $0) })
    }

    /// Writes a record over the older one of the two, and syncs it.
    func write(_ record: WitnessRecord) throws(JournalError) {
        let bytes = record.bytes
        let offset = Self.slots[nextSlot]
        guard pwrite(descriptor, bytes, bytes.count, offset) == bytes.count, sync(descriptor) == 0 else {
            throw JournalError(.failed, "the file \(path) can't be written: \(systemReason())")
        }
        newest = record
        nextSlot = 1 - nextSlot
    }

    private static func record(_ descriptor: Int32, at offset: off_t) -> WitnessRecord? {
        var bytes = [UInt8](repeating: 0, count: WitnessRecord.size)
        let count = pread(descriptor, &bytes, bytes.count, offset)
        return count == bytes.count ? WitnessRecord(bytes) : nil
    }

    private static func newest(of records: [WitnessRecord?]) -> WitnessRecord? {
        records.compactMap { $0 }.max { $0.lastSequence < $1.lastSequence }
    }
}

internal import Glibc
internal import Journal

/// The witness of a journal: a file beside the database that records the last event of the journal.
///
/// SQLite drops the damaged end of a log without an error; the witness then shows that events are missing.
/// The file has two slots, written in turn, so that a torn write leaves the older record.
final class WitnessFile {
    private static let slots: [off_t] = [0, 4096]

    /// Syncs the file of a descriptor, and returns 0 on success; tests replace it.
    typealias Sync = (Int32) -> Int32

    private let descriptor: Int32
    private let path: String
    private let sync: Sync
    /// The newest complete record; nil if the file has no complete record.
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

    /// Returns the newest record of a file that another process may be writing; nil if the file has no
    /// record.
    static func read(_ path: String) -> WitnessRecord? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return newest(of: slots.map { record(descriptor, at: $0) })
    }

    /// Writes a record over the older of the two records, and syncs the file.
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

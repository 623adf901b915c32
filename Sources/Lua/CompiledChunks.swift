internal import Synchronization

/// The bytecode of the program's own chunks, shared by all states of the process.
enum CompiledChunks {
    private struct Entry {
        var source: [UInt8]
        var bytes: [UInt8]
    }

    private static let entries = Mutex<[String: Entry]>([:])

    /// The bytecode of a source; nil if it was not compiled under this name.
    static func bytes(_ chunkName: String, _ source: [UInt8]) -> [UInt8]? {
        guard let entry = entries.withLock({ $0[chunkName] }), entry.source == source else { return nil }
        return entry.bytes
    }

    static func keep(_ bytes: [UInt8], _ chunkName: String, _ source: [UInt8]) {
        entries.withLock { $0[chunkName] = Entry(source: source, bytes: bytes) }
    }
}

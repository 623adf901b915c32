internal import Synchronization

/// The bytecode of the program's own chunks that this process compiled, shared by all its states.
enum CompiledChunks {
    private struct Entry {
        var text: [UInt8]
        var bytes: [UInt8]
    }

    private static let entries = Mutex<[String: Entry]>([:])

    /// The bytecode of a text; nil if it was not compiled under this name.
    static func bytes(_ chunkName: String, _ text: [UInt8]) -> [UInt8]? {
        guard let entry = entries.withLock({ $0[chunkName] }), entry.text == text else { return nil }
        return entry.bytes
    }

    static func keep(_ bytes: [UInt8], _ chunkName: String, _ text: [UInt8]) {
        entries.withLock { $0[chunkName] = Entry(text: text, bytes: bytes) }
    }
}

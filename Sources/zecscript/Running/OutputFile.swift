internal import LiveHost
internal import ScriptRuntime

/// A file that the program writes; the old file stays until the new content is complete.
final class OutputFile {
    private let file: FileReplacement

    /// Begins the new file.
    /// - Throws: ``ConfigurationError`` if it can't be written.
    init(_ path: String) throws {
        let surroundings = Program.terminal
        file = try Self.explained { () throws(HostFileError) in try surroundings.openReplacement(path) }
    }

    func write(_ bytes: [UInt8]) throws {
        try Self.explained { () throws(HostFileError) in try file.append(bytes) }
    }

    /// Replaces the old file.
    func finish() throws {
        try Self.explained { () throws(HostFileError) in try file.commit() }
    }

    /// Writes a whole file.
    static func write(_ text: String, to path: String) throws {
        let surroundings = Program.terminal
        try explained { () throws(HostFileError) in try surroundings.writeFile(path, Array(text.utf8)) }
    }

    private static func explained<Value>(_ body: () throws(HostFileError) -> Value) throws -> Value {
        do throws(HostFileError) { return try body() } catch {
            throw ConfigurationError(message: "cannot write \(error.path): \(error.reason)")
        }
    }
}

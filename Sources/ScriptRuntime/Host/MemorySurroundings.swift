/// Surroundings made of values: files and variables from dictionaries, output kept, signals on request.
///
/// For tests and rehearsals, where nothing of the machine may be read or written.
package final class MemorySurroundings: Surroundings {
    /// Environment variables by name.
    package var variables: [String: String]
    /// Contents of files by path.
    package var files: [String: [UInt8]]
    package var standardInput: [UInt8]
    /// Columns of each stream that is a terminal.
    package var terminalWidths: [HostStream: Int] = [:]
    /// Paths of files that can't be written.
    package var unwritable: Set<String> = []
    /// The reason for which every write of a file fails, such as a full disk; nil: writes succeed.
    package var writeProblem: String?
    /// Why standard output can't be written; nil while it can.
    package var outputProblem: String?
    package private(set) var standardOutput: [UInt8] = []
    package private(set) var standardError: [UInt8] = []
    /// The real time that calls of ``idle(for:)`` asked for; no real time passes.
    package private(set) var idled = Duration.zero
    package var onEvent: ((HostEvent) -> Void)?
    private var pendingEvents: [HostEvent] = []

    package init(
        variables: [String: String] = [:], files: [String: [UInt8]] = [:], standardInput: [UInt8] = []
    ) {
        self.variables = variables
        self.files = files
        self.standardInput = standardInput
    }

    /// What was written to standard output, as text.
    package var output: String { String(decoding: standardOutput, as: UTF8.self) }

    /// What was written to standard error, as text.
    package var errorOutput: String { String(decoding: standardError, as: UTF8.self) }

    /// Makes an event happen the next time that the host idles.
    package func inject(_ event: HostEvent) {
        pendingEvents.append(event)
    }

    package func environment(_ name: String) -> String? { variables[name] }

    package func readFile(_ path: String) throws(HostFileError) -> [UInt8] {
        guard let content = files[path] else {
            throw HostFileError(path: path, reason: "No such file or directory")
        }
        return content
    }

    package func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError) {
        if let writeProblem { throw HostFileError(path: path, reason: writeProblem) }
        files[path] = content
    }

    package func checkWritable(_ path: String) throws(HostFileError) {
        if unwritable.contains(path) { throw HostFileError(path: path, reason: "permission denied") }
    }

    package func readStandardInput() throws(HostFileError) -> [UInt8] { standardInput }

    package func write(_ bytes: [UInt8], to stream: HostStream) {
        switch stream {
        case .standardOutput: if outputProblem == nil { standardOutput += bytes }
        case .standardError: standardError += bytes
        }
    }

    package func terminalWidth(of stream: HostStream) -> Int? { terminalWidths[stream] }

    package func idle(for duration: Duration) {
        let events = pendingEvents
        pendingEvents = []
        for event in events { onEvent?(event) }
        if events.isEmpty { idled += duration }
    }
}

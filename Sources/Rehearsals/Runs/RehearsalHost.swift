package import ScriptRuntime
import Simulator

/// The surroundings of a rehearsed script: it reads real files, and its output is kept.
final class RehearsalSurroundings: Surroundings {
    /// The inputs of the run's processes from outside of the simulated cloud.
    var inputs: RehearsalInputs
    private(set) var output: [UInt8] = []
    var onWrite: (([UInt8], HostStream) -> Void)?
    var onEvent: ((HostEvent) -> Void)?

    init(_ inputs: RehearsalInputs) { self.inputs = inputs }

    func environment(_ name: String) -> String? { inputs.environment[name] }

    /// The files that the script has written, by path; the real files stay as they are.
    private var written: [String: [UInt8]] = [:]

    func readFile(_ path: String) throws(HostFileError) -> [UInt8] {
        if let content = written[path] { return content }
        return try inputs.readFile(path).get()
    }

    func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError) { written[path] = content }

    func checkWritable(_ path: String) throws(HostFileError) {}

    var outputProblem: String? { nil }

    func readStandardInput() throws(HostFileError) -> [UInt8] { inputs.standardInput }

    func write(_ bytes: [UInt8], to stream: HostStream) {
        output += bytes
        onWrite?(bytes, stream)
    }

    func terminalWidth(of stream: HostStream) -> Int? { nil }

    func idle(for duration: Duration) {}
}

/// The inputs of a rehearsed script beside the simulated cloud; all runs share them.
package struct RehearsalInputs: Sendable {
    package var environment: [String: String]
    package var readFile: @Sendable (String) -> Result<[UInt8], HostFileError>
    package var standardInput: [UInt8]

    package init(
        environment: [String: String] = [:], standardInput: [UInt8] = [],
        readFile: @escaping @Sendable (String) -> Result<[UInt8], HostFileError>
    ) {
        self.environment = environment
        self.standardInput = standardInput
        self.readFile = readFile
    }
}

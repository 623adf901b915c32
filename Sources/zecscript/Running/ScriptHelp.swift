internal import Basics
internal import Glibc
internal import LiveHost
internal import Modules
internal import Rolling
internal import ScriptRuntime
internal import Simulator

/// The text of a script's `--help`, taken from a run in a simulated cloud, where the script can do no harm:
/// no command runs and no file is written.
enum ScriptHelp {
    /// How many seconds a script may take until it declares its options.
    private static let secondsMax: UInt32 = 2

    /// Returns the help text; returns an empty text if the script has none.
    static func text(of path: String) -> String {
        let surroundings = QuietSurroundings()
        guard let source = try? surroundings.readFile(path),
            let fleet = try? Fleet(argument: "1", readFile: { _ in [] })
        else { return "" }
        let cloud = SimulatedCloud(fleet: fleet, settings: CloudSettings(), seed: 1)
        var composition = RunComposition.complete()
        composition.configuration.arguments = ["--help"]
        composition.configuration.scriptPath = path
        composition.configuration.isDryRun = true
        let host = SimulatedHost(cloud: cloud, seed: 1, surroundings: surroundings)
        guard let runtime = try? composition.makeRuntime(on: host) else { return "" }
        defer { runtime.close() }
        // A shell waits for the answer, so the time is limited: after the limit the program ends without an
        // answer.
        signal(SIGALRM) { _ in _exit(0) }
        var alarms = sigset_t()
        sigemptyset(&alarms)
        sigaddset(&alarms, SIGALRM)
        // The program that started this process may have blocked the signal.
        pthread_sigmask(SIG_UNBLOCK, &alarms, nil)
        alarm(secondsMax)
        defer { alarm(0) }
        try? runtime.setArguments(script: path, before: [Program.name])
        _ = runtime.run(chunkName: "@\(path)", source: source)
        return String(decoding: surroundings.output, as: UTF8.self)
    }
}

/// Surroundings that a script can read but not change; keeps what the script prints.
private final class QuietSurroundings: Surroundings {
    private(set) var output: [UInt8] = []
    var onEvent: ((HostEvent) -> Void)?

    func environment(_ name: String) -> String? { nil }
    func readFile(_ path: String) throws(HostFileError) -> [UInt8] { try LiveSurroundings.content(of: path) }
    func writeFile(_ path: String, _ content: [UInt8]) throws(HostFileError) {}
    func checkWritable(_ path: String) throws(HostFileError) {}
    func readStandardInput() throws(HostFileError) -> [UInt8] { [] }
    var outputProblem: String? { nil }
    func terminalWidth(of stream: HostStream) -> Int? { nil }
    func idle(for duration: Duration) {}

    func write(_ bytes: [UInt8], to stream: HostStream) {
        if stream == .standardOutput { output += bytes }
    }
}

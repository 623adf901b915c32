import Basics
import Modules
import Rolling
package import ScriptRuntime
package import Simulator
import ZenlayerCloud

/// A run of a script on a host whose time jumps.
package struct ScriptRun {
    package var outcome: RunOutcome
    package var output: String
    package var errorOutput: String
    /// Simulated time.
    package var elapsed: Duration
    /// What really happened in the simulated cloud.
    package var truth: Truth

    package var lines: [String] {
        output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    package var exitCode: Int32 { outcome.exitCode }
    package var message: String? { outcome.report?.message }
    package var traceback: String? { outcome.report?.traceback }
}

/// Runs a script to its end; `files` are the only files, and the script's folder is `scripts`.
package func run(
    _ source: String, files: [String: String] = [:], seed: UInt64 = 1, fleet: Int = 3,
    settings: CloudSettings = CloudSettings(), isDryRun: Bool = false, outputProblem: String? = nil,
    writeProblem: String? = nil, unwritable: Set<String> = [], terminalWidth: Int? = nil,
    logFormat: LogFormat = .text, prepare: (SimulatedHost) -> Void = { _ in }
) throws -> ScriptRun {
    let surroundings = MemorySurroundings(files: files.mapValues { Array($0.utf8) })
    surroundings.outputProblem = outputProblem
    surroundings.writeProblem = writeProblem
    surroundings.unwritable = unwritable
    if let terminalWidth { surroundings.terminalWidths[.standardError] = terminalWidth }
    let cloud = SimulatedCloud(fleet: try Fleet(count: fleet), settings: settings, seed: seed)
    let host = SimulatedHost(cloud: cloud, seed: seed, surroundings: surroundings)
    prepare(host)
    var composition = RunComposition.complete()
    composition.configuration.isDryRun = isDryRun
    composition.configuration.logFormat = logFormat
    composition.configuration.scriptPath = "scripts/test.lua"
    composition.client = ClientSettings { .token(Secret("secret")) }
    let runtime = try composition.makeRuntime(on: host)
    defer { runtime.close() }
    let outcome = runtime.run(chunkName: "@test.lua", source: Array(source.utf8))
    return ScriptRun(
        outcome: outcome, output: surroundings.output, errorOutput: surroundings.errorOutput,
        elapsed: host.now.sinceStart, truth: host.truth)
}

internal import LiveHost
internal import Rehearsals
internal import ScriptRuntime
internal import Simulator

/// Shows a run from a trace file; runs no script.
struct TraceReplay {
    var path: String
    var seed: UInt64?

    /// - Throws: ``ConfigurationError`` if the file is not a trace.
    func show() throws {
        let terminal = Program.terminal
        defer { terminal.flush() }
        let run: TraceReader.Run
        do {
            run = try TraceReader.run(seed: seed, in: try terminal.contents(of: path))
        } catch {
            throw ConfigurationError(message: "\(path) cannot be shown: \(error)")
        }
        let words = ([run.scriptPath] + run.arguments).joined(separator: " ")
        var lines = ["\(words), seed \(run.seed)"]
        lines += run.violations.map { "violated: \($0.invariant)" }
        lines += run.timeline.map(FindingText.line)
        terminal.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: .standardOutput)
        try terminal.finishOutput()
    }
}

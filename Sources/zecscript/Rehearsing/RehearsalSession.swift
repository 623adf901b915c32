internal import Glibc
internal import ScriptRuntime
internal import Simulator
internal import ZenlayerCloud

/// A rehearsal at the command line: the runs, the line that moves meanwhile, and what is said at the end.
final class RehearsalSession {
    private let command: RehearseCommand
    private let rehearsal: Rehearsal
    private let terminal = LiveSurroundings(receivingSignals: false)
    private var summary = RehearsalSummary()
    private var progress: RehearsalProgress

    /// - Throws: ``ConfigurationError`` where an option or a file cannot be used.
    init(_ command: RehearseCommand) throws {
        self.command = command
        rehearsal = try RehearsalSetting(command).rehearsal()
        progress = RehearsalProgress(runs: command.runs, terminal: terminal)
    }

    /// - Throws: ``ProgramExit`` with the exit code.
    func run() throws {
        defer { terminal.flush() }
        try performRuns()
        progress.finish()
        switch command.format {
        case .json: write(String(decoding: summary.json.serialized(.pretty), as: UTF8.self) + "\n")
        case .text: write(heading + SummaryTable.text(of: summary))
        }
        if let first = summary.firstViolation, command.format == .text { try tell(first) }
        if let exit = ProgramExit(summary.violated.isEmpty ? ProgramExitCode.success : ProgramExitCode.failed)
        {
            throw exit
        }
    }

    private func performRuns() throws {
        let trace = try command.trace.map { try OutputFile($0) }
        let pool = RunPool(
            rehearsal, runs: command.runs, keepsTraces: trace != nil, stopsAtViolation: !command.keepGoing)
        let jobs = min(command.runs, command.jobs ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        var problem: (any Error)?
        do {
            try pool.perform(jobs: max(1, jobs)) { result, lines in
                summary.add(result)
                progress.show(summary)
                do { try trace?.write(lines) } catch { problem = problem ?? error }
            }
        } catch {
            throw ConfigurationError(message: "internal error: \(error.message)")
        }
        if let problem { throw problem }
    }

    /// Shrinks and tells the first violation.
    private func tell(_ result: RunResult) throws {
        var finding: Result<Finding?, any Error> = .success(nil)
        try onThread(stackSize: RunPool.stackSize) {
            finding = Result { try Finding.find(result, in: rehearsal) }
        }
        guard let finding = try finding.get() else { return }
        let options = finding.options(fleet: command.fleet, others: command.judgingOptions)
        write(
            FindingText.text(
                of: finding, command: [Program.name, "rehearse"] + options + command.commandLine))
    }

    private var heading: String {
        let words = ([rehearsal.scriptPath] + rehearsal.arguments).joined(separator: " ")
        let last = rehearsal.seed &+ UInt64(summary.runs - 1)
        let seeds = summary.runs == 1 ? "seed \(rehearsal.seed)" : "seeds \(rehearsal.seed) to \(last)"
        let count = "\(summary.runs) run\(summary.runs == 1 ? "" : "s")"
        return "\(words): \(count) with \(rehearsal.fleet.count) instances, \(seeds)\n"
    }

    private func write(_ text: String) {
        terminal.write(Array(text.utf8), to: .standardOutput)
    }
}

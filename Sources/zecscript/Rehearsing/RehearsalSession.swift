internal import Basics
internal import Dispatch
internal import Glibc
internal import LiveHost
internal import Rehearsals
internal import ScriptRuntime
internal import Simulator

/// A rehearsal at the command line: the runs, the progress line, and the report at the end.
final class RehearsalSession {
    private let command: RehearseCommand
    private let rehearsal: Rehearsal
    private let terminal = Program.terminal
    private var summary = RehearsalSummary()
    private var firstResult: RunResult?
    /// Opened before the first run, so that a file that can't be written is an error before the time is spent.
    private var page: OutputFile?
    private var progress: RehearsalProgress

    /// - Throws: ``ConfigurationError`` if an option or a file can't be used.
    init(_ command: RehearseCommand) throws {
        self.command = command
        rehearsal = try RehearsalRequest(command).rehearsal()
        progress = RehearsalProgress(runs: command.runs, terminal: terminal)
    }

    /// - Throws: ``ProgramExit`` with the exit code.
    func run() throws {
        defer { terminal.flush() }
        try performRuns()
        progress.finish()
        if command.format == .text { write(heading + SummaryTable.text(of: summary)) }
        let finding = try summary.firstViolation.flatMap(find)
        switch command.format {
        case .json:
            var json = summary.json.objectValue ?? [:]
            if let finding { json["finding"] = finding.json(command: replayCommand(finding)) }
            write(String(decoding: JSONValue.object(json).serialized(.pretty), as: UTF8.self) + "\n")
        case .text:
            if let finding { write(FindingText.text(of: finding, command: replayCommand(finding))) }
        }
        try writePage(finding)
        try terminal.finishOutput()
        if let exit = ProgramExit(summary.violated.isEmpty ? ProgramExitCode.success : ProgramExitCode.failed)
        {
            throw exit
        }
    }

    private func performRuns() throws {
        let trace = try command.trace.map { try OutputFile($0) }
        page = try command.html.map { try OutputFile($0) }
        let pool = RunPool(
            rehearsal, runs: command.runs, keepsTraces: trace != nil, stopsAtViolation: !command.keepGoing)
        let jobs = min(command.runs, command.jobs ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        var problem: (any Error)?
        do {
            try pool.perform(jobs: max(1, jobs)) { result, lines in
                summary.add(result)
                firstResult = firstResult ?? result
                progress.show(summary)
                do { try trace?.write(lines) } catch { problem = problem ?? error }
            }
        } catch {
            throw ConfigurationError(message: "internal error: \(error.message)")
        }
        if let problem { throw problem }
        try trace?.finish()
    }

    /// Shrinks the first violation.
    private func find(_ result: RunResult) throws -> Finding? {
        try onLargeStack { try Finding.find(result, in: rehearsal, guardedBy: $0) }
    }

    private func replayCommand(_ finding: Finding) -> [String] {
        let options = finding.options(
            fleet: command.fleet, isKept: command.keep != nil,
            others: command.judgingOptions(limit: finding.downLimit))
        return [Program.name, "rehearse"] + options + command.commandLine
    }

    private func writePage(_ finding: Finding?) throws {
        guard let output = page, let result = summary.firstViolation ?? firstResult else { return }
        let text = try onLargeStack { guardian in
            try HTMLReport.page(
                heading: words, summary: summary, of: rehearsal, result: result, finding: finding,
                command: finding.map(replayCommand) ?? [], guardedBy: guardian)
        }
        try output.write(Array(text.utf8))
        try output.finish()
    }

    /// Calls `body`, which runs scripts, on a thread with a large stack and under a guardian, while this thread waits.
    private func onLargeStack<Value>(_ body: (RunGuardian) throws -> Value) throws -> Value {
        var result: Result<Value, any Error>?
        let guardian = rehearsal.makeGuardian(), isOver = DispatchSemaphore(value: 0)
        let looker = BackgroundThread {
            while isOver.wait(timeout: .now() + .seconds(1)) == .timedOut { guardian.look() }
        }
        defer { if looker != nil { isOver.signal() } }
        try onThread(stackSize: RunPool.stackSize) { result = Result { try body(guardian) } }
        guard let result else {
            throw ConfigurationError(message: "internal error: a thread ended too early")
        }
        return try result.get()
    }

    private var words: String { ([rehearsal.scriptPath] + rehearsal.arguments).joined(separator: " ") }

    private var heading: String {
        let last = rehearsal.seed &+ UInt64(summary.runs - 1)
        let seeds = summary.runs == 1 ? "seed \(rehearsal.seed)" : "seeds \(rehearsal.seed) to \(last)"
        let count = "\(summary.runs) run\(summary.runs == 1 ? "" : "s")"
        return "\(words): \(count) with \(rehearsal.fleet.count) instances, \(seeds)\n"
    }

    private func write(_ text: String) {
        terminal.write(Array(text.utf8), to: .standardOutput)
    }
}

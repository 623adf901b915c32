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
    /// The HTML page.
    ///
    /// It is opened before the first run, so that a path that can't be written fails before time is spent.
    private var page: OutputFile?
    private var progress: RehearsalProgress
    /// Kills the script at every point; nil unless the options ask for it.
    private let kills: EveryKill?
    /// The first Ctrl-C ends the runs early, and the figures until then are shown; the second ends the program.
    private let stopping = RunStopping()

    /// - Throws: ``ConfigurationError`` if an option or a file can't be used.
    init(_ command: RehearseCommand) throws {
        self.command = command
        rehearsal = try RehearsalRequest(command).rehearsal()
        kills = command.everyKill ? EveryKill(rehearsal, stopping: stopping) : nil
        progress = RehearsalProgress(runs: command.runs, terminal: terminal)
    }

    /// - Throws: ``ProgramExit`` with the exit code.
    func run() throws {
        defer { terminal.flush() }
        terminal.receiveSignals()
        terminal.onSignalThread = { [stopping] _, _ in stopping.stop() }
        if let kills { try perform(kills) } else { try performRuns() }
        progress.finish()
        let warning = RehearsalWarning(summary, requiredPercent: command.requireReboots)
        if command.format == .text {
            writeReport(heading + (warning?.text ?? "") + SummaryTable.text(of: summary))
        }
        let finding = try summary.firstViolation.flatMap(find)
        switch command.format {
        case .json:
            var json = summary.json.objectValue ?? [:]
            json["warning"] = warning.map { .array($0.lines.map { .string($0) }) } ?? .null
            json["isStoppedEarly"] = .bool(stopping.isAsked)
            if let finding { json["finding"] = finding.json(command: replayCommand(finding)) }
            write(String(decoding: JSONValue.object(json).serialized(.pretty), as: UTF8.self) + "\n")
        case .text:
            if let finding { writeReport(FindingText.text(of: finding, command: replayCommand(finding))) }
        }
        try writePage(finding)
        try terminal.finishOutput()
        if let exit = ProgramExit(exitCode(warning)) { throw exit }
    }

    private func exitCode(_ warning: RehearsalWarning?) -> Int32 {
        if !summary.violated.isEmpty { return ProgramExitCode.failed }
        if stopping.isAsked { return ProgramExitCode.signalBase + SIGINT }
        return warning?.isFailure == true ? ProgramExitCode.failed : ProgramExitCode.success
    }

    private func performRuns() throws {
        let trace = try command.trace.map { try OutputFile($0) }
        page = try command.html.map { try OutputFile($0) }
        let pool = RunPool(
            rehearsal, runs: command.runs, keepsTraces: trace != nil, stopsAtViolation: !command.keepGoing)
        guard stopping.begin(pool) else { return }
        var problem: (any Error)?
        do {
            try pool.perform(jobs: jobs) { result, lines in
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

    private var jobs: Int {
        max(1, min(command.runs, command.jobs ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    }

    /// Kills the script at every point of its first run, and at pairs of points.
    private func perform(_ kills: EveryKill) throws {
        let whole = try onLargeStack { try kills.begin(guardedBy: $0) }
        guard whole.violations.isEmpty else { return summary.add(whole) }
        do {
            try kills.perform(runsMax: command.runs, jobs: jobs, stopsAtViolation: !command.keepGoing) {
                result in
                summary.add(result)
                progress.show(summary)
            }
        } catch {
            throw ConfigurationError(message: "internal error: \(error.message)")
        }
    }

    /// Shrinks the first violation.
    private func find(_ result: RunResult) throws -> Finding? {
        if let kills { return try onLargeStack { try kills.finding(result, guardedBy: $0) } }
        return try onLargeStack { try Finding.find(result, in: rehearsal, guardedBy: $0) }
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
                command: finding.map(replayCommand) ?? [], origin: origin, guardedBy: guardian)
        }
        try output.write(Array(text.utf8))
        try output.finish()
    }

    /// Calls `body`, which runs scripts, on a thread with a large stack and under a guardian; this thread
    /// waits meanwhile.
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

    /// How the page was made: the command line, the weather and the program's version.
    private var origin: [(name: String, text: String)] {
        [
            ("command", ShellWords.line([Program.name] + Program.words.dropFirst())),
            ("weather", command.faults), ("program", "\(Program.name) \(Program.version)"),
        ]
    }

    private var words: String { ([rehearsal.scriptPath] + rehearsal.arguments).joined(separator: " ") }

    private var heading: String {
        let early = stopping.isAsked ? "stopped early, after " : ""
        if let kills {
            return
                "\(words): \(early)\(kills.points) kill points in \(kills.singles) runs and \(kills.pairs.tried) of \(kills.pairs.all) pairs, "
                + "with \(rehearsal.fleet.count) instances, seed \(rehearsal.seed)\n"
        }
        guard summary.runs > 0 else { return "\(words): stopped before the first run ended\n" }
        let last = rehearsal.seed &+ UInt64(summary.runs - 1)
        let seeds = summary.runs == 1 ? "seed \(rehearsal.seed)" : "seeds \(rehearsal.seed) to \(last)"
        let asked = stopping.isAsked ? " of \(command.runs)" : ""
        let count = "\(summary.runs)\(asked) run\(summary.runs == 1 && asked.isEmpty ? "" : "s")"
        return "\(words): \(early)\(count) with \(rehearsal.fleet.count) instances, \(seeds)\n"
    }

    private func writeReport(_ text: String) {
        write(FoldedText.report(text, columns: terminal.terminalWidth(of: .standardOutput)))
    }

    private func write(_ text: String) {
        terminal.write(Array(text.utf8), to: .standardOutput)
    }
}

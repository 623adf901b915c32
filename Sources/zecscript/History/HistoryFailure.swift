internal import History
internal import Journal
internal import JournalSQLite
internal import Lua
internal import ScriptRuntime

/// Why a command that reads journals can't answer: a sentence, what to do, and the exit code.
struct HistoryFailure: Error {
    var exitCode: Int32
    var message: String
    var hint: String?

    /// Runs a command's work; if the work throws, writes the reason.
    /// - Throws: ``ProgramExit``.
    static func told(_ body: () throws -> Void) throws {
        do { try body() } catch let failure as HistoryFailure { throw failure.write() } catch let error
            as JournalError
        { throw HistoryFailure(error).write() }
    }

    private func write() -> any Error {
        let report = FailureReport(message: message, hint: hint), terminal = Program.terminal
        terminal.write(report, colored: FailureReport.isColored(on: terminal))
        return ProgramExit(exitCode) ?? ConfigurationError(message: message)
    }
}

extension HistoryFailure {
    init(_ error: JournalError) {
        exitCode =
            switch error.kind {
            case .damaged, .newerSchema: ProgramExitCode.uncertain
            case .locked: ProgramExitCode.locked
            case .unavailable, .failed, .full: ProgramExitCode.configuration
            }
        message = error.reason
    }

    /// Makes the failure for a text that names no run; `names` are the known names.
    init(_ problem: RunReference.Problem, names: [String]) {
        exitCode = ProgramExitCode.usage
        switch problem {
        case .unknownName(let name):
            message = "no roll is called '\(name)'\(NearestName.hint(for: name, among: names))"
            hint = "zecscript runs lists every roll"
        case .unknownNumber(let number, let name, let last):
            message = "the roll '\(name)' has no campaign \(number); its last one is \(name)/\(last)"
            hint = "zecscript runs --name \(name) lists the runs that are kept"
        case .severalEndpoints(let name, let endpoints):
            message =
                "the name '\(name)' is in use at several endpoints: \(endpoints.joined(separator: ", "))"
            hint = "name one with --endpoint"
        }
    }

    /// Makes the failure for a folder without journals; `isSystemClosed`: this user may not read the system's folder.
    static func noJournals(in folder: String, isSystemClosed: Bool) -> HistoryFailure {
        let system =
            "the rolls that root or a timer started are in \(StateDirectory.ofSystem), which root alone may read; use sudo"
        let other = "--state DIR or the variable STATE_DIRECTORY chooses another folder"
        return HistoryFailure(
            exitCode: ProgramExitCode.configuration, message: "no roll is recorded in the folder \(folder)",
            hint: isSystemClosed ? system : other)
    }
}

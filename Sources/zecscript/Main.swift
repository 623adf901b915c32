internal import ArgumentParser
internal import Basics
internal import Glibc
internal import LiveHost
internal import Lua
internal import ScriptRuntime
internal import ZenlayerCloud

@main
enum Main {
    static func main() {
        WithheldVariables.withhold(CredentialVariables.names)
        // A rehearsal has one Lua state per core; every other command has one state, which takes less memory with a single
        // arena.
        if Program.words.dropFirst().first != RehearseCommand.configuration.commandName {
            LuaState.useOneArena()
        }
        let code = Program.run(Program.words.dropFirst())
        exit(code)
    }
}

/// The program: a command line in, an exit code out.
enum Program {
    static let name = "zecscript"
    static let version = "0.1.0"

    /// Runs the command that the arguments, without the program's name, ask for.
    static func run(_ arguments: CommandWords) -> Int32 {
        defer { terminal.flush() }
        let line = SplitCommandLine(arguments)
        do {
            if let plan = line.planWithoutOptions {
                try Session.run(plan, RunSettings())
                return ProgramExitCode.success
            }
            var command = try parse(line, of: arguments)
            try command.run()
            return ProgramExitCode.success
        } catch let error as ProgramExit {
            return error.code
        } catch let error as ConfigurationError {
            terminal.write(FailureReport(error), asJSON: line.asksForJSON)
            return error.exitCode
        } catch {
            return show(error, asJSON: line.asksForJSON)
        }
    }

    static func parse(_ arguments: CommandWords) throws -> any ParsableCommand {
        try parse(SplitCommandLine(arguments), of: arguments)
    }

    private static func parse(
        _ line: SplitCommandLine, of arguments: CommandWords
    ) throws -> any ParsableCommand {
        if arguments.count == 1, ["--help", "-h"].contains(arguments.first) {
            throw CleanExit.helpRequest(RunCommand.self)
        }
        let command = try line.parse()
        if var run = command as? RunCommand {
            run.scriptArguments = line.scriptArguments
            return run
        }
        if var rehearse = command as? RehearseCommand {
            rehearse.commandLine += line.scriptArguments
            return rehearse
        }
        if var check = command as? CheckCommand {
            check.scripts += line.scriptArguments
            return check
        }
        if var complete = command as? CompleteCommand {
            complete.words = Array(line.scriptArguments)
            return complete
        }
        return command
    }

    /// Writes the answer to a wrong command line or to a request for help.
    private static func show(_ error: any Error, asJSON: Bool) -> Int32 {
        let isAnswer = ZecscriptCommand.exitCode(for: error).isSuccess
        if !isAnswer, asJSON {
            terminal.write(FailureReport(message: ZecscriptCommand.message(for: error)), asJSON: true)
            return ProgramExitCode.usage
        }
        var text = ZecscriptCommand.fullMessage(for: error)
        if text.hasPrefix("Error: ") { text = "\(name): " + text.dropFirst("Error: ".count) }
        terminal.write(Array((text + "\n").utf8), to: isAnswer ? .standardOutput : .standardError)
        do { try terminal.finishOutput() } catch { return error.code }
        return isAnswer ? ProgramExitCode.success : ProgramExitCode.usage
    }
}

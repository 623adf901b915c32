internal import ArgumentParser
internal import ScriptRuntime

/// The root of the command line; without the name of a command it runs a script.
struct ZecscriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Program.name,
        abstract: "Runs Lua scripts that look after fleets of Zenlayer Elastic Compute instances.",
        version: BuildFacts.text,
        subcommands: [
            RunCommand.self, REPLCommand.self, RehearseCommand.self, FleetCommand.self, CheckCommand.self,
            ResumeCommand.self, RunsCommand.self, ShowCommand.self, WhyCommand.self, DiffCommand.self,
            TypesCommand.self, ReferenceCommand.self, CompletionCommand.self, ManCommand.self,
            CompleteCommand.self, SimulatorCommand.self, HelpCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    /// The names of all commands.
    static var names: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// The commands beside `run`, one per line, for the help page.
    static var otherCommands: String {
        let others = configuration.subcommands.filter {
            $0 != RunCommand.self && $0.configuration.shouldDisplay
        }
        return others.map { command in
            let name = command.configuration.commandName ?? ""
            return "  \(name.padded(to: 12))\(command.configuration.abstract)"
        }.joined(separator: "\n")
    }
}

/// What the program's exit codes mean, for the help page.
enum ExitCodeTable {
    static let rows: [(code: Int32, meaning: String)] = [
        (ProgramExitCode.success, "the script ended well"),
        (ProgramExitCode.scriptError, "an error in the script"),
        (ProgramExitCode.usage, "a wrong command line, the program's or the script's"),
        (ProgramExitCode.syntax, "the script is no Lua"),
        (
            ProgramExitCode.configuration,
            "credentials or another setting are missing or unusable; a file can't be written"
        ),
        (ProgramExitCode.failed, "the script failed on purpose: fail(…), a stopped roll"),
        (ProgramExitCode.uncertain, "it is not known what became of some requests"),
        (ProgramExitCode.incomplete, "a roll that did not begin all; the rest can be taken up"),
        (ProgramExitCode.withinTolerance, "a roll that went through, with failures"),
        (ProgramExitCode.locked, "another process works on the roll"),
        (ProgramExitCode.timeLimit, "the time limit was reached"),
        (ProgramExitCode.deadlock, "every task waited for another"),
        (ProgramExitCode.signalBase + 1, "stopped by SIGHUP: its terminal or session has ended"),
        (ProgramExitCode.signalBase + 2, "stopped by SIGINT (Ctrl-C)"),
        (ProgramExitCode.signalBase + 3, "stopped by SIGQUIT (Ctrl-\\)"),
        (ProgramExitCode.signalBase + 15, "stopped by SIGTERM"),
    ]

    static var text: String {
        rows.map { "  \(String($0.code).padded(to: 5))\($0.meaning)" }.joined(separator: "\n")
    }
}

extension String {
    /// The text, padded with spaces.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}

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
            CompleteCommand.self, SimulatorCommand.self, DocsCommand.self, HelpCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    /// The names of all commands.
    static var names: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// The commands of commands, such as `runs prune`.
    static var nestedNames: [String] {
        configuration.subcommands.flatMap { command in
            command.configuration.subcommands.compactMap { nested in
                nested.configuration.commandName.map { "\(command.configuration.commandName ?? "") \($0)" }
            }
        }
    }

    /// The commands beside `run`, one per row, for the help page.
    static var otherCommands: String {
        let others = configuration.subcommands.filter {
            $0 != RunCommand.self && $0.configuration.shouldDisplay
        }
        let rows = others.map { command in
            let name = command.configuration.commandName ?? ""
            return "  \(name.padded(to: 12))\(command.configuration.abstract)"
        }
        return FoldedText.page(rows.joined(separator: "\n"), columns: helpColumns)
    }

    /// The columns of a help page, as the argument parser takes them.
    fileprivate static var helpColumns: Int { max(40, Program.columns) }
}

/// What the program's exit codes mean, for the help page.
enum ExitCodeTable {
    static var text: String {
        let rows = ExitCode.meanings.map { "  \(String($0.code).padded(to: 5))\($0.meaning)" }
        return FoldedText.page(rows.joined(separator: "\n"), columns: ZecscriptCommand.helpColumns)
    }
}

extension String {
    /// The text, padded with spaces.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}

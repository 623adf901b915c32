internal import ArgumentParser
internal import LiveHost
internal import ScriptRuntime

/// `zecscript help [NAME]`: a function, a module or a command, explained.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Explains a function such as zec.reboot, a module, or a command.")

    @Argument(help: "What to explain; everything unless given.")
    var name: String?

    mutating func run() throws {
        guard let name else { throw CleanExit.helpRequest(RunCommand.self) }
        if let command = ZecscriptCommand.configuration.subcommands.first(where: {
            $0.configuration.commandName == name
        }) {
            throw CleanExit.helpRequest(command)
        }
        let answer = HelpText.about(name, in: try Declarations.forPeople())
        let surroundings = Program.terminal
        surroundings.write(Array(answer.text.utf8), to: answer.isFound ? .standardOutput : .standardError)
        try surroundings.finishOutput()
        if !answer.isFound, let exit = ProgramExit(ProgramExitCode.usage) { throw exit }
    }
}

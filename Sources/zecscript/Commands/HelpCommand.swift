internal import ArgumentParser
internal import LiveHost
internal import Modules
internal import ScriptRuntime
internal import Simulator

/// `zecscript help [NAME]`: explains a function, an option, a topic or a command.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help",
        abstract: "Explains a function, an option, a topic such as exit-codes, or a command.")

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "The function, option, topic or command; without it, all are listed.", valueName: "name"))
    var names: [String] = []

    mutating func run() throws {
        guard let name = names.first else { return try show(overview()) }
        guard names.count == 1 else { throw ValidationError("Unexpected argument '\(names[1])'") }
        if name == "--help" || name == "-h" { throw CleanExit.helpRequest(self) }
        if let command = ZecscriptCommand.configuration.subcommands.first(where: {
            $0.configuration.commandName == name
        }) {
            throw CleanExit.helpRequest(command)
        }
        try show(answer(about: name))
    }

    /// What the declarations of functions and the options of commands say of a name.
    private func answer(about name: String) throws -> HelpText.Answer {
        let ofFunctions = HelpText.about(
            name, in: try Declarations.forPeople(), topics: Self.topics, otherNames: OptionHelp.names,
            width: Program.columns)
        guard let ofCommands = OptionHelp.text(of: name, columns: Program.columns) else { return ofFunctions }
        return HelpText.Answer(
            text: ofFunctions.isFound ? "\(ofFunctions.text)\n\(ofCommands)" : ofCommands, isFound: true)
    }

    /// The topics of scripts, and the settings of the simulated cloud.
    static let topics = HelpTopics.all + [settings]

    private static let settings = HelpTopic(
        "settings", aliases: ["faults", "weather"],
        "How a simulated cloud behaves, and what goes wrong in it.",
        """
        Set with --set NAME=VALUE, or in a file that --faults names. `zecscript rehearse --print` writes such a file.

        BEHAVIOUR
        \(list(CloudSettings.behaviours))

        FAULTS
        \(list(CloudSettings.faults))
        """)

    private static func list(_ settings: [Setting]) -> String {
        settings.map { "  \($0.name.padded(to: 28))\($0.summary) (\($0.form))" }.joined(separator: "\n")
    }

    private func overview() throws -> HelpText.Answer {
        let functions = HelpText.about(
            "", in: try Declarations.forPeople(), topics: Self.topics,
            width: Program.columns)
        let text = """
            zecscript help NAME explains a function, an option, a topic or a command.

            Commands
              run         \(RunCommand.configuration.abstract)
            \(ZecscriptCommand.otherCommands)

            \(functions.text)
            """
        return HelpText.Answer(text: text, isFound: true)
    }

    private func show(_ answer: HelpText.Answer) throws {
        if answer.isFound { return try CommandOutput.write(answer.text) }
        Program.terminal.write(Array(answer.text.utf8), to: .standardError)
        if let exit = ProgramExit(ProgramExitCode.usage) { throw exit }
    }
}

internal import ArgumentParser
internal import Lua
internal import ScriptRuntime

/// `zecscript __complete WORD…`: prints what may stand at the cursor; the functions of the shells call it.
struct CompleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "__complete", abstract: "Answers the completion of a shell.", shouldDisplay: false)

    /// The words after the program's name, up to the cursor; the argument parser does not see them.
    @Argument(help: .hidden)
    var words: [String] = []

    mutating func run() throws {
        try CommandOutput.write(CommandCompletion(words, sources: sources).answer.text)
    }

    private var sources: CommandCompletion.Sources {
        CommandCompletion.Sources(
            rolls: { (try? StoredRuns(state: nil))?.names ?? [] },
            topics: {
                HelpText.names(in: (try? Declarations.forPeople()) ?? [], topics: HelpCommand.topics)
            },
            optionsOfScript: { ScriptOption.read(help: ScriptHelp.text(of: $0)) })
    }
}

internal import ArgumentParser
internal import LiveHost
internal import Lua
internal import ScriptRuntime

/// `zecscript __complete WORD…`: what may stand at the cursor; the functions of the shells ask it.
struct CompleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "__complete", abstract: "Answers the completion of a shell.", shouldDisplay: false)

    /// The words after the program's name, up to the cursor; the argument parser does not see them.
    @Argument(help: .hidden)
    var words: [String] = []

    mutating func run() throws {
        let surroundings = Program.terminal
        let answer = CommandCompletion(words, sources: sources).answer
        surroundings.write(Array(answer.text.utf8), to: .standardOutput)
        try surroundings.finishOutput()
    }

    private var sources: CommandCompletion.Sources {
        CommandCompletion.Sources(
            rolls: { (try? StateOption.parse([])).flatMap { try? StoredRuns($0) }?.names ?? [] },
            topics: {
                let modules = (try? Declarations.forPeople()) ?? []
                return modules.map(\.name).filter { !$0.isEmpty } + modules.flatMap(\.functions).map(\.path)
            },
            optionsOfScript: { ScriptOption.read(help: ScriptHelp.text(of: $0)) })
    }
}

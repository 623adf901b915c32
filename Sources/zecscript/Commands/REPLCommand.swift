internal import ArgumentParser

/// `zecscript repl`: runs Lua line by line, on a terminal or from a pipe.
struct REPLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "Runs Lua line by line, at a prompt or from a pipe.",
        discussion: "help() tells what there is; Ctrl-C cancels a line, Ctrl-D ends the conversation.")

    @OptionGroup var options: SharedOptions

    mutating func run() throws {
        try Session.run(RunPlan(isInteractive: true), RunSettings(options))
    }
}

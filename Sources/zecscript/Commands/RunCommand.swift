internal import ArgumentParser
internal import Basics
internal import LiveHost
internal import ScriptRuntime

/// `zecscript [options] SCRIPT [ARG...]`: runs code, a script, or standard input, as `lua` does.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a script; the word run may be left out.",
        usage: "\(Program.name) [options] [SCRIPT [ARG...]]",
        discussion: """
            SCRIPT is a file, or - for standard input; all that follows it belongs to the script. \
            Without SCRIPT, -e and -v, a terminal gets the REPL and anything else is read as a script.

            COMMANDS
            \(ZecscriptCommand.otherCommands)

            EXIT CODES
            \(ExitCodeTable.text)
            """)

    @Option(
        name: .customShort("e"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run code before the script.", valueName: "code"), transform: Prologue.code)
    var code: [Prologue] = []

    @Option(
        name: .customShort("l"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Require a module before the script, into a global.", valueName: "[name=]module"),
        transform: Prologue.module)
    var modules: [Prologue] = []

    @Flag(name: .customShort("i"), help: "Enter the REPL after the script.")
    var isInteractive = false

    @Flag(name: .customShort("v"), help: "Write the version.")
    var writesVersion = false

    @OptionGroup var options: SharedOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The script, and its own arguments.", valueName: "script"))
    var commandLine: [String] = []

    /// The words after the script, which the argument parser does not read; see ``SplitCommandLine``.
    var scriptArguments: CommandWords = []

    /// What the argument parser reads.
    private enum CodingKeys: CodingKey {
        case code, modules, isInteractive, writesVersion, options, commandLine
    }

    /// The options that take no value.
    ///
    /// They are written down once more, because the argument parser needs as long to list them as the rest of a
    /// start takes.
    static let switches: Set = [
        "-i", "-v", "-h", "--help", "--version", "--dry-run", "--quiet", "--verbose",
        "--allow-network-state", "--no-journal", "--new", "--go-on",
    ]

    mutating func validate() throws {
        guard let first = commandLine.first else { return }
        if first == "--help" || first == "-h" { throw CleanExit.helpRequest(self) }
        if first == "--version" { throw CleanExit.message(BuildFacts.text) }
        if first.hasPrefix("-"), first != "-", first != "--" {
            throw ValidationError("Unknown option '\(first)'\(OptionNames.hint(for: first, of: Self.self))")
        }
    }

    /// The plan that the command line asks for.
    var plan: RunPlan {
        let endsOptions = commandLine.first == "--"
        let parsed = endsOptions ? commandLine.dropFirst() : commandLine[...]
        let script = parsed.first ?? scriptArguments.first
        let others = parsed.isEmpty ? scriptArguments.dropFirst() : scriptArguments
        let between = parsed.dropFirst()
        return RunPlan(
            prologue: Prologue.inOrder(code + modules), script: script,
            arguments: between.isEmpty ? others : CommandWords(between + others),
            isInteractive: isInteractive, endsOptions: endsOptions)
    }

    mutating func run() throws {
        var plan = plan
        let surroundings = Program.terminal
        if writesVersion {
            surroundings.write(
                Array("\(Program.name) \(Program.version)  Lua 5.4\n".utf8), to: .standardOutput)
            try surroundings.finishOutput()
        }
        if plan.isEmpty {
            if writesVersion { return }
            if isTerminal(standardInput) { plan.isInteractive = true } else { plan.script = "-" }
        }
        try Session.run(plan, RunSettings(options))
    }
}

internal import Basics
internal import ScriptRuntime

/// What a command line runs, in this order: prologue, script, REPL.
struct RunPlan: Equatable {
    var prologue: [Prologue] = []
    /// A path, or `-` for standard input.
    var script: String?
    /// The script's own arguments.
    var arguments: CommandWords = []
    var isInteractive = false
    /// Whether the command line says that every further option is the script's, by `--` before the script.
    var endsOptions = false

    /// Whether the command line named nothing to run.
    var isEmpty: Bool { prologue.isEmpty && script == nil && !isInteractive }

    /// Returns the first option of the program among the script's arguments.
    ///
    /// To know the program's options takes as long as the rest of a start, and most scripts declare their own.
    func misplacedFlag() -> MisplacedFlag? {
        guard let script, !endsOptions, ProgramFlags.mayBe(in: arguments) else { return nil }
        let flags = ProgramFlags.of(RunCommand.self)
        guard let flag = flags.first(in: arguments) else {
            // An operator who knows scripts/rolling.lua expects no reboot.
            guard arguments.contains("--plan") else { return nil }
            return MisplacedFlag(undeclared: "--plan", advice: "\(Program.name) --dry-run \(script)")
        }
        let words = flags.words(of: flag, in: arguments)
        return MisplacedFlag(flag: flag, advice: "\(Program.name) \(words) \(script)")
    }
}

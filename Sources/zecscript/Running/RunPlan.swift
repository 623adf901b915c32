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
    /// An option of the program that stands after the script.
    var misplacedFlag: MisplacedFlag?

    /// Whether the command line named nothing to run.
    var isEmpty: Bool { prologue.isEmpty && script == nil && !isInteractive }

    /// Returns the first option of the program among the script's arguments.
    func findMisplacedFlag() -> MisplacedFlag? {
        guard let script, ProgramFlags.mayBe(in: arguments) else { return nil }
        let flags = ProgramFlags.of(RunCommand.self)
        guard let flag = flags.first(in: arguments) else { return nil }
        let words = flags.words(of: flag, in: arguments)
        return MisplacedFlag(flag: flag, advice: "\(Program.name) \(words) \(script)")
    }
}

internal import ScriptRuntime

/// What a command line runs, in this order: prologue, script, REPL.
struct RunPlan: Equatable {
    var prologue: [Prologue] = []
    /// A path, or `-` for standard input.
    var script: String?
    /// The script's own arguments.
    var arguments: [String] = []
    var isInteractive = false
    /// An option of the program that stands after the script.
    var misplacedFlag: MisplacedFlag?

    /// Whether the command line named nothing to run.
    var isEmpty: Bool { prologue.isEmpty && script == nil && !isInteractive }
}

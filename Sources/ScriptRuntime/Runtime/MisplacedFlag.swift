package import Lua

/// An option of the program that stands after the script's name, where options belong to the script.
///
/// An operator who writes `zecscript restart.lua --dry-run` means an option of the program. Unless the script declares its
/// options, the script's first change (of cloud or file, or by a command) and the end of the run are errors.
package struct MisplacedFlag: Sendable, Equatable {
    /// The message for the operator.
    package let flag: String
    package let message: String

    /// An option such as `--dry-run` that belongs before the script; `advice` is the command line that was meant.
    package init(flag: String, advice: String) {
        self.flag = flag
        message =
            "the script does not read the program's option \(flag); put \(flag) before the script: \(advice)"
    }

    /// An option of another command, which this command does not have and does not need; `advice` is the command line without it.
    package init(foreign flag: String, advice: String) {
        self.flag = flag
        message =
            "neither the script nor this command has the option \(flag); leave it out: \(advice)"
    }

    /// An option that some scripts declare, and this one does not; `advice` is the command line that does what was meant.
    package init(undeclared flag: String, advice: String) {
        self.flag = flag
        message = "the script does not declare the option \(flag); to see the plan of its roll: \(advice)"
    }

    package var error: ScriptError {
        ScriptError(kind: "usage", message: message, details: [.init(key: "command_line", value: true)])
    }
}

extension ScriptRuntime {
    /// Called when the script has declared its options; the option is then the script's own.
    package func flagsAreDeclared() { misplacedFlag = nil }

    /// The outcome of a run; an outcome of success becomes a usage error while a misplaced option is left.
    package func ending(_ outcome: RunOutcome) -> RunOutcome {
        guard outcome.exitCode == ExitCode.success, let misplacedFlag else { return outcome }
        return RunOutcome(exitCode: ExitCode.usage, report: FailureReport(message: misplacedFlag.message))
    }
}

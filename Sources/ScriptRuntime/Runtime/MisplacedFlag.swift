package import Lua

/// One of the program's own options that stands after the script, where it is the script's.
///
/// An operator who writes `zecscript restart.lua --dry-run` means the program. Unless the script declares the option, its first change
/// of anything and its end are errors.
package struct MisplacedFlag: Sendable, Equatable {
    /// What an operator is told.
    package var message: String

    /// An option such as `--dry-run` that belongs before the script; `advice` is the command line that was meant.
    package init(flag: String, advice: String) {
        message = "\(flag) after the script is not read by it; put \(flag) before the script: \(advice)"
    }

    /// An option of another command, which this command does not have and does not need; `advice` is the command line without it.
    package init(foreign flag: String, advice: String) {
        message =
            "\(flag) after the script is not read by it, and this command has no such option; leave it out: \(advice)"
    }

    package var error: ScriptError {
        ScriptError(kind: "usage", message: message, details: [.init(key: "command_line", value: true)])
    }
}

extension ScriptRuntime {
    /// The script has declared its options: what stands among them is its own.
    package func flagsAreDeclared() { configuration.misplacedFlag = nil }

    /// How a script has ended: one that never declared a misplaced flag has not ended well.
    package func ending(_ outcome: RunOutcome) -> RunOutcome {
        guard outcome.exitCode == ExitCode.success, let misplaced = configuration.misplacedFlag else {
            return outcome
        }
        return RunOutcome(exitCode: ExitCode.usage, report: FailureReport(message: misplaced.message))
    }
}

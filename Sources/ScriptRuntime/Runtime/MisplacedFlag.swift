internal import Lua

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
        message = "\(flag) after the script is not read by it, and this command has no such option: \(advice)"
    }

    var error: ScriptError {
        ScriptError(kind: "usage", message: message, details: [.init(key: "command_line", value: true)])
    }
}

extension ScriptRuntime {
    /// What becomes of a run that has ended while a misplaced flag was never declared; nil where there is none.
    package var misplacedFlagReport: FailureReport? {
        configuration.misplacedFlag.map { FailureReport(message: $0.message) }
    }
}

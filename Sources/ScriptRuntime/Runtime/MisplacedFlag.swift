internal import Lua

/// One of the program's own options that stands after the script, where it is the script's.
///
/// An operator who writes `zecscript restart.lua --dry-run` means the program. Unless the script declares the option, its first change
/// of anything and its end are errors.
package struct MisplacedFlag: Sendable, Equatable {
    /// `--dry-run`.
    package var flag: String
    /// The command line that was meant.
    package var advice: String

    package init(flag: String, advice: String) {
        self.flag = flag
        self.advice = advice
    }

    /// What an operator is told.
    package var message: String {
        "\(flag) after the script is not read by it; put \(flag) before the script: \(advice)"
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

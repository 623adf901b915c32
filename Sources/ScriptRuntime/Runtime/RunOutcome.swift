package import Lua

/// The program's exit codes: how a run ended.
package enum ExitCode {
    package static let success: Int32 = 0
    package static let scriptError: Int32 = 1
    package static let usage: Int32 = 2
    package static let syntax: Int32 = 3
    package static let configuration: Int32 = 4
    /// The script failed on purpose: `fail`, or a stopped roll.
    package static let failed: Int32 = 5
    package static let uncertain: Int32 = 6
    /// A roll stopped before every instance was started.
    package static let incomplete: Int32 = 7
    /// A roll finished with failures, within its limit.
    package static let withinTolerance: Int32 = 8
    /// Another process works on the roll.
    package static let locked: Int32 = 9
    package static let timeLimit: Int32 = 124
    package static let deadlock: Int32 = 125
    /// The signal's number is added: 129 for SIGHUP, 130 for SIGINT, 143 for SIGTERM.
    package static let signalBase: Int32 = 128

    /// Every exit code with its meaning, for help pages.
    package static let meanings: [(code: Int32, meaning: String)] = [
        (success, "success"),
        (scriptError, "an error in the script"),
        (usage, "a wrong command line, of the program or of the script"),
        (syntax, "syntax error in the script"),
        (configuration, "credentials or another setting are missing or unusable; a file can't be written"),
        (
            failed,
            "the script failed on purpose: fail(…), a roll stopped by failures; a rehearsal found a violation"
        ),
        (uncertain, "the result of some reboots is not known: look at these instances first"),
        (incomplete, "a roll stopped before every instance was started: window, blocker, deadline, approval"),
        (withinTolerance, "a roll finished, and some instances failed or were left out"),
        (locked, "another process works on the roll"),
        (timeLimit, "the time limit (--time-limit) was reached"),
        (deadlock, "every task waited for another"),
        (signalBase + 1, "stopped by SIGHUP: the terminal or session ended"),
        (signalBase + 2, "stopped by SIGINT (Ctrl-C)"),
        (signalBase + 3, "stopped by SIGQUIT (Ctrl-\\)"),
        (signalBase + 15, "stopped by SIGTERM"),
    ]

    /// An exit code with its meaning in a word or two, such as `7 (incomplete)`.
    package static func described(_ code: Int32) -> String {
        let meanings: [Int32: String] = [
            success: "success", scriptError: "script error", usage: "usage", syntax: "syntax error",
            configuration: "configuration", failed: "failed", uncertain: "uncertain",
            incomplete: "incomplete", withinTolerance: "finished with failures", locked: "locked",
            timeLimit: "time limit", deadlock: "deadlock",
        ]
        return meanings[code].map { "\(code) (\($0))" } ?? "\(code)"
    }
}

/// How a run of a script ended.
package struct RunOutcome: Sendable {
    package var exitCode: Int32
    /// The error to show, if the run failed.
    package var report: FailureReport?
    /// What the main chunk returned.
    package var results: [LuaValue] = []
}

/// An error that ended a run, in words for people.
package struct FailureReport: Sendable, Equatable {
    /// The error in one line, with its place.
    package var message: String
    /// What the operator can do about it.
    package var hint: String?
    /// The name of the task that raised the error; nil for the main task.
    package var task: String?
    /// Lua's traceback; nil if it would not help (a usage error, `fail`).
    package var traceback: String?
    /// The errors of other tasks that failed meanwhile.
    package var alsoFailed: [String] = []

    package init(message: String, hint: String? = nil, traceback: String? = nil) {
        self.message = message
        self.hint = hint
        self.traceback = traceback
    }

    private static func shownLine(_ line: Substring) -> String {
        line.hasPrefix("\t")
            ? "\t" + VisibleText.escaped(String(line.dropFirst())) : VisibleText.escaped(String(line))
    }

    /// The report as text; every line ends with a line feed.
    package func text(program: String) -> String {
        func shown(_ text: String) -> String { VisibleText.escaped(text, keepsLines: true) }
        var lines = ["\(program): \(shown(message))"]
        if let task { lines.append("  in task '\(VisibleText.escaped(task))'") }
        if let hint { lines.append("hint: \(shown(hint))") }
        if let traceback {
            lines.append(traceback.split(separator: "\n").map { Self.shownLine($0) }.joined(separator: "\n"))
        }
        lines += alsoFailed.map { "also failed: \(shown($0))" }
        return lines.map { $0 + "\n" }.joined()
    }
}

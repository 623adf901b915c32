package import Lua

/// How a run ended; every value is what the program exits with.
package enum ExitCode {
    package static let success: Int32 = 0
    package static let scriptError: Int32 = 1
    package static let usage: Int32 = 2
    package static let syntax: Int32 = 3
    package static let configuration: Int32 = 4
    /// The script failed on purpose: `fail`, or a stopped roll.
    package static let failed: Int32 = 5
    package static let uncertain: Int32 = 6
    /// A roll did not begin all of its instances.
    package static let incomplete: Int32 = 7
    /// A roll went through, with no more failures than it allows.
    package static let withinTolerance: Int32 = 8
    package static let timeLimit: Int32 = 124
    package static let deadlock: Int32 = 125
    /// Plus the signal's number: 129 for SIGHUP, 130 for SIGINT, 143 for SIGTERM.
    package static let signalBase: Int32 = 128
}

/// How a run of a script ended.
package struct RunOutcome: Sendable {
    package var exitCode: Int32
    /// What to tell the person, where something went wrong.
    package var report: FailureReport?
    /// What the main chunk returned.
    package var results: [LuaValue] = []
}

/// An error that ended a run, for people.
package struct FailureReport: Sendable, Equatable {
    /// One line: what and where.
    package var message: String
    /// What can be done about it.
    package var hint: String?
    /// The name of the task in which it arose, unless that is the main one.
    package var task: String?
    /// As Lua writes it; nil where it would not help (a usage error, `fail`).
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

    /// All of it as text, each line ended.
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

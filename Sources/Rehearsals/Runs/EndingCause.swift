import Basics
import ScriptRuntime
import Simulator

/// Why a run did not end well: its error, or else why its worst instance failed, or else the last line of its log.
package struct EndingCause: Sendable, Equatable {
    package var exitCode: Int32
    package var text: String
    /// What can be done about it, if anything is known.
    package var hint: String?

    /// Nil if the run ended with 0, had not ended, or did not tell why.
    init?(_ run: RunRecord) {
        guard let code = run.exitCode, code != 0 else { return nil }
        let instance = run.script.worst.map { worst in
            "\(run.fleet.index(ofID: worst.id).map(run.name) ?? worst.id): \(worst.reason)"
        }
        guard let text = run.message ?? instance ?? Self.lastComplaint(in: run.output) else { return nil }
        exitCode = code
        self.text = text
        hint = run.hint ?? Self.startInWindow(run) ?? Self.advice(for: text)
    }

    /// The cause with its numbers replaced: the same text for runs that differ only in an instance, a time or
    /// a count.
    var kind: String {
        var words = ["\(exitCode)"]
        for word in text.split(separator: " ") {
            // A time such as `16h 59m` counts as one number.
            let kind = word.first?.isNumber == true ? "#" : Self.withoutDigits(word)
            if kind != "#" || words.last != "#" { words.append(kind) }
        }
        return words.joined(separator: " ")
    }

    private static func withoutDigits(_ word: Substring) -> String {
        word.split(whereSeparator: \.isNumber).joined(separator: "#")
    }

    /// The message of the last log line with the level `error`, or else `warn`, or else `info`.
    private static func lastComplaint(in output: [UInt8]) -> String? {
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").reversed()
        for level in ["error", "warn", "info"] {
            let mark = "\"level\":\"\(level)\""
            guard let line = lines.first(where: { $0.hasPrefix("{") && $0.contains(mark) }) else { continue }
            let message = (try? JSONValue(parsing: Array(line.utf8)))?["message"]?.stringValue
            if let message { return message }
        }
        return nil
    }

    /// Advice on mistakes that a first rehearsal often meets.
    private static let advices: [(mark: String, advice: String)] = [
        (
            "is not in the simulated network",
            "a rehearsal knows only the cloud and its instances: let rehearse.service stand for a load balancer, "
                + "and name the hosts that a hook calls with --allow-host NAME"
        )
    ]

    /// How long after the window opens a run may begin, in seconds: the window has time enough left then.
    private static let intoWindow: Int64 = 300

    /// Advice for a run that began outside the window of its first roll; nil for every other run.
    private static func startInWindow(_ run: RunRecord) -> String? {
        let window = run.script.rolls.lazy.compactMap(\.roll.window).first ?? run.script.windows.first
        guard run.exitCode == ExitCode.incomplete, let window, window.opening(at: run.startSeconds) == nil,
            let opening = window.nextOpening(after: run.startSeconds)
        else { return nil }
        let start = CalendarTime.text(unixSeconds: opening.lowerBound + intoWindow)
        return "begin within the window, for example with --set startsAt=\(start)"
    }

    private static func advice(for text: String) -> String? {
        advices.first { text.contains($0.mark) }?.advice
    }
}

internal import Basics
internal import LiveHost
internal import Rehearsals
internal import ScriptRuntime
internal import Simulator

/// The progress of a rehearsal: a progress line on a terminal; otherwise at most one line every 10 s.
struct RehearsalProgress {
    private let runs: Int
    private let terminal: LiveSurroundings
    private let isTerminal: Bool
    private let started = ContinuousClock.now
    private var shownAt = Duration.zero
    private var isMoving = false

    init(runs: Int, terminal: LiveSurroundings) {
        self.runs = runs
        self.terminal = terminal
        isTerminal = terminal.terminalWidth(of: .standardError) != nil
    }

    mutating func show(_ summary: RehearsalSummary) {
        let elapsed = ContinuousClock.now - started
        guard summary.runs < runs, elapsed - shownAt >= (isTerminal ? .milliseconds(100) : .seconds(10))
        else { return }
        shownAt = elapsed
        let line = Self.line(summary, of: runs, after: elapsed)
        isMoving = isTerminal
        terminal.write(Array((isTerminal ? "\r\u{1B}[K\(line)" : line + "\n").utf8), to: .standardError)
        terminal.flush()
    }

    /// Erases the progress line.
    mutating func finish() {
        guard isMoving else { return }
        terminal.write(Array("\r\u{1B}[K".utf8), to: .standardError)
        terminal.flush()
        isMoving = false
    }

    private static func line(_ summary: RehearsalSummary, of runs: Int, after elapsed: Duration) -> String {
        var line = "rehearsing  \(summary.runs)/\(runs) runs"
        if summary.runsWithViolations > 0 { line += ", \(summary.runsWithViolations) with violations" }
        line += ", \(DurationText.describe(elapsed))"
        let left = elapsed / max(1, summary.runs) * (runs - summary.runs)
        return line + ", about \(DurationText.describe(left)) to go"
    }
}

package import Basics

/// The progress of a long operation.
package final class Progress {
    let what: String
    package var total: Int?
    private let started: Moment
    private var lastLog: Moment?
    private var lastLine: String?
    package var done = 0
    package var inFlight = 0
    package var failed = 0

    package init(what: String, total: Int?, at now: Moment) {
        self.what = VisibleText.escaped(what)
        self.total = total
        started = now
    }

    /// `reboot  12/200 done, 20 in flight, 168 left, 1m 5s, about 17m to go`, cut to fewer than `width` columns.
    func line(at now: Moment, width: Int?) -> String {
        var parts = [total.map { "\(done)/\($0) done" } ?? "\(done) done"]
        if inFlight > 0 { parts.append("\(inFlight) in flight") }
        if failed > 0 { parts.append("\(failed) failed") }
        if let left, left > 0 { parts.append("\(left) left") }
        let elapsed = now.since(started)
        parts.append(DurationText.describe(elapsed))
        if let remaining = expected(elapsed) {
            parts.append("about \(DurationText.describe(remaining)) to go")
        }
        let line = "\(what)  \(parts.joined(separator: ", "))"
        guard let width else { return line }
        return VisibleText.cut(line, to: width - 1)
    }

    private var left: Int? {
        total.map { total in
            let known = [done, failed, inFlight].reduce(0.0) { $0 + Double($1) }
            return Double(total) > known ? Int(clamping: Int64(Double(total) - known)) : 0
        }
    }

    /// The time that the rest takes at the pace so far; nil if unknown or more than a year.
    private func expected(_ elapsed: Duration) -> Duration? {
        guard let total, done > 0, done < total else { return nil }
        let seconds = elapsed.inSeconds * (Double(total) - Double(done)) / Double(done)
        return seconds < 366 * 86_400 ? Duration(checkedSeconds: seconds) : nil
    }

    /// Whether 30 s have passed since the last log line; used where there is no terminal.
    func isDueForLog(at now: Moment) -> Bool {
        guard let lastLog else { return true }
        return now.since(lastLog) >= .seconds(30)
    }

    /// Remembers the logged line; returns false if it equals the line before it.
    func takeForLog(_ line: String, at now: Moment) -> Bool {
        defer { (lastLog, lastLine) = (now, line) }
        return line != lastLine
    }
}

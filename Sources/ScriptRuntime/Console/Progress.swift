package import Basics

/// The progress of a long operation.
package final class Progress {
    let what: String
    /// The roll that it is about.
    package var campaign: String?
    package var total: Int?
    private let started: Moment
    private var lastLog: Moment?
    private var lastLine: String?
    package var done = 0
    package var inFlight = 0
    package var failed = 0
    package var uncertain = 0
    /// The present phase in words: `baking, 2m of 5m`; nil: the line shows how many operations are in flight
    /// and left.
    package var phase: String? { didSet { phase = phase.map { VisibleText.escaped($0) } } }
    /// How the line gets the remaining time.
    package var estimate = Estimate.byPace
    /// Whether the operation has ended; the line then shows no remaining time.
    package var isOver = false

    /// The source of the remaining time.
    package enum Estimate: Equatable {
        /// Computed from the time that the finished operations took.
        case byPace
        case unknown
        case known(Duration)
    }

    package init(what: String, total: Int?, at now: Moment) {
        self.what = VisibleText.escaped(what)
        self.total = total
        started = now
    }

    /// `reboot  12/200 done, 20 in flight, 168 left, 1m 5s, about 17m to go`, cut to fewer than `width` columns.
    ///
    /// With a phase: `reboot  12/200 done, 1 failed, 1m 5s, about 17m to go: baking, 2m of 5m`.
    func line(at now: Moment, width: Int?) -> String {
        var parts = [doneWords]
        let phase = isOver ? nil : phase
        if phase == nil, inFlight > 0 { parts.append("\(inFlight) in flight") }
        if failed > 0 { parts.append("\(failed) failed") }
        if uncertain > 0 { parts.append("\(uncertain) uncertain") }
        if phase == nil, let left, left > 0 { parts.append("\(left) left") }
        parts.append(DurationText.describe(wholeSeconds(now.since(started))))
        if let toGo = toGo(at: now), toGo >= .seconds(1) {
            parts.append("about \(DurationText.describe(toGo)) to go")
        }
        let line = "\(what)  \(parts.joined(separator: ", "))" + (phase.map { ": \($0)" } ?? "")
        guard let width else { return line }
        return VisibleText.cut(line, to: width - 1)
    }

    private var doneWords: String {
        guard let total else { return "\(done) done" }
        return total == 0 ? "nothing to do" : "\(done)/\(total) done"
    }

    /// The fields that a log collector gets beside the line.
    func fields(at now: Moment) -> [(name: String, value: JSONValue)] {
        var fields: [(name: String, value: JSONValue)] = [
            ("event", .string("progress")),
            campaign.map { ("campaign", .string($0)) } ?? ("what", .string(what)),
            ("done", .integer(Int64(done))),
        ]
        func add(_ name: String, _ count: Int?) {
            if let count { fields.append((name, .integer(Int64(count)))) }
        }
        add("total", total)
        add("in_flight", inFlight)
        add("failed", failed)
        add("uncertain", uncertain)
        fields.append(("seconds", .integer(Int64(now.since(started).inSeconds))))
        if let toGo = toGo(at: now) { fields.append(("seconds_to_go", .integer(Int64(toGo.inSeconds)))) }
        if !isOver, let phase { fields.append(("phase", .string(phase))) }
        return fields
    }

    private var left: Int? {
        total.map { total in
            let known = [done, failed, uncertain, inFlight].reduce(0.0) { $0 + Double($1) }
            return Double(total) > known ? Int(clamping: Int64(Double(total) - known)) : 0
        }
    }

    /// Elapsed time without the part of a second; less than a second is shown as it is.
    private func wholeSeconds(_ elapsed: Duration) -> Duration {
        elapsed < .seconds(1) ? elapsed : .seconds(elapsed.components.seconds)
    }

    private func toGo(at now: Moment) -> Duration? {
        if isOver { return nil }
        return switch estimate {
        case .unknown: nil
        case .known(let duration): duration
        case .byPace: expected(now.since(started))
        }
    }

    /// Estimates the remaining time at the pace so far; returns nil if it is unknown or more than a year.
    private func expected(_ elapsed: Duration) -> Duration? {
        guard let total, done > 0, done < total else { return nil }
        let seconds = elapsed.inSeconds * (Double(total) - Double(done)) / Double(done)
        return seconds < 366 * 86_400 ? Duration(checkedSeconds: seconds) : nil
    }

    /// Whether 30 s have passed since the last log line; used if there is no terminal.
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

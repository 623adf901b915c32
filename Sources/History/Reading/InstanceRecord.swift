/// The state of one instance in a campaign, read from its events.
package struct InstanceRecord: Sendable, Equatable {
    package let id: String
    package var name = ""
    package var group = ""
    package private(set) var progress = Progress()
    package private(set) var reason: String?
    /// The step of an instance that is under way, in words: `its reboot was accepted`.
    package private(set) var step: String?
    /// The number of the batch in which the instance was last tried.
    package private(set) var batch: Int?
    /// Seconds from the request to the end, if the instance is done.
    package private(set) var took: Double?
    /// Seconds since 1970 UTC.
    package private(set) var endedAt: Double?

    package init(id: String) { self.id = id }

    package var outcome: Outcome? { progress.outcome }
    package var isUnderWay: Bool { progress.isUnderWay }
    package var drained: Progress.Drained? { progress.drained }

    /// The outcome, such as `done`; else the cloud's answer to a script, `under way`, or `waiting` for its
    /// turn.
    package var status: String {
        outcome?.title ?? progress.answer ?? (isUnderWay ? "under way" : "waiting")
    }
}

extension InstanceRecord {
    /// Applies an event about this instance.
    mutating func take(_ event: Event) {
        progress.take(event)
        switch event.kind {
        case "released", "undrained", "inventory", "unwell_seen", "noted": break
        case "chosen": batch = event.count("batch")
        case "ended": end(event)
        default: step(event)
        }
    }

    private mutating func step(_ event: Event) {
        let text = event.text("reason")
        reason = event.kind == "forced" ? text.map { "forced: \($0)" } : text
        step = StepWords.text(of: event)
        (took, endedAt) = (nil, nil)
        if event.kind == "intent" { batch = event.count("batch") }
    }

    private mutating func end(_ event: Event) {
        (reason, step) = (event.text("reason"), nil)
        batch = event.count("batch") ?? batch
        (took, endedAt) = (event.number("took"), event.time)
    }

    /// Applies the beginning of a new process, which tries some outcomes again.
    mutating func reopen(trying outcomes: Set<Outcome>) {
        if progress.reopen(trying: outcomes) { (reason, took, endedAt) = (nil, nil, nil) }
    }
}

/// What the events of a campaign say about one instance.
package struct InstanceRecord: Sendable, Equatable {
    /// Whether an instance is out of load.
    package enum Drained: Sendable { case maybe, yes }

    package let id: String
    package var name = ""
    package var group = ""
    /// Nil until the instance has come to its end.
    package var outcome: Outcome?
    /// Whether something was begun for the instance and has not come to its end.
    package var isUnderWay = false
    package var reason: String?
    /// The number of the batch in which it was tried last.
    package var batch: Int?
    /// Seconds from its request to its end, where it is done.
    package var took: Double?
    /// Seconds since 1970 UTC.
    package var endedAt: Double?
    /// Nil where the instance was not taken out of load, or was put back.
    package var drained: Drained?
    /// Whether the cloud does not list the instance any more.
    var isGone = false

    package init(id: String) { self.id = id }

    /// `done`, `under way`, or `waiting` for its turn.
    package var status: String { outcome?.title ?? (isUnderWay ? "under way" : "waiting") }
}

extension InstanceRecord {
    /// Takes in an event about this instance: the event says itself what changes.
    mutating func take(_ event: Event) {
        switch event.kind {
        case "chosen": batch = event.count("batch")
        case "released": break
        case "undrained": drained = nil
        case "inventory": isGone = isGone || event.isTrue("gone")
        case "unwell_seen": break
        case "requeued": requeue(event)
        case "ended": end(event)
        default: goOn(event)
        }
    }

    /// Takes in a step on the way: something is under way.
    private mutating func goOn(_ event: Event) {
        (isUnderWay, outcome, endedAt) = (true, nil, nil)
        reason = event.text("reason")
        switch event.kind {
        case "draining": drained = .maybe
        case "drained" where reason == nil: drained = .yes
        case "intent": batch = event.count("batch")
        case "withdrawn": isUnderWay = drained != nil
        case "forced": reason = reason.map { "forced: \($0)" }
        default: break
        }
    }

    private mutating func requeue(_ event: Event) {
        (isUnderWay, outcome, drained) = (false, nil, nil)
        reason = event.text("reason")
    }

    private mutating func end(_ event: Event) {
        isUnderWay = false
        outcome = event.text("outcome").flatMap(Outcome.init)
        reason = event.text("reason")
        batch = event.count("batch") ?? batch
        (took, endedAt) = (event.number("took"), event.time)
    }

    /// A new process begins: instances that no process has begun wait for their turn again.
    mutating func reopen() {
        guard outcome?.isReopened == true, !isGone else { return }
        (outcome, reason, endedAt) = (nil, nil, nil)
    }
}

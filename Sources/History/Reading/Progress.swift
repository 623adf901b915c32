/// How far an instance has come in a campaign.
package struct Progress: Sendable, Equatable {
    /// Whether an instance is out of load.
    package enum Drained: Sendable { case maybe, yes }

    /// Nil until the instance has come to its end.
    package var outcome: Outcome?
    /// Whether work on the instance has begun and has not ended.
    package var isUnderWay = false
    /// The result of the last request of a script: `accepted`, `refused`, `unknown`, `withdrawn`; nil in a
    /// roll.
    var answer: String?
    /// Nil if the instance was not taken out of load, or was put back.
    package var drained: Drained?
    /// Whether the cloud no longer lists the instance.
    var isGone = false
}

extension Progress {
    /// Applies an event about this instance; the event itself carries what changes.
    mutating func take(_ event: Event) {
        switch event.kind {
        case "chosen", "released", "unwell_seen", "noted": break
        // In a roll, later events show the result of a request.
        case "answered", "withdrawn":
            goOn(event)
            if event["intent"] != nil { settle(event.text("answer") ?? event.kind) }
        case "undrained": drained = nil
        case "inventory": isGone = isGone || event.isTrue("gone")
        case "requeued": (isUnderWay, outcome, drained) = (false, nil, nil)
        case "ended": end(event.text("outcome").flatMap(Outcome.init))
        default: goOn(event)
        }
    }

    /// Applies an event after which the work on the instance goes on.
    private mutating func goOn(_ event: Event) {
        (isUnderWay, outcome, answer) = (true, nil, nil)
        switch event.kind {
        case "draining": drained = .maybe
        case "drained" where event.text("reason") == nil: drained = .yes
        case "withdrawn": isUnderWay = drained != nil
        default: break
        }
    }

    private mutating func settle(_ answer: String) { (isUnderWay, self.answer) = (false, answer) }

    mutating func end(_ outcome: Outcome?) { (isUnderWay, self.outcome) = (false, outcome) }

    /// Applies the beginning of a new process: an instance waits for its turn again if no process has
    /// rebooted it, or if the operator wants its outcome to be tried again.
    ///
    /// - Returns: Whether the instance waits for its turn again.
    @discardableResult
    mutating func reopen(trying outcomes: Set<Outcome>) -> Bool {
        guard let outcome, outcome.isReopened || outcomes.contains(outcome), !isGone else { return false }
        self.outcome = nil
        return true
    }
}

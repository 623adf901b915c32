/// How far an instance has come in a campaign.
package struct Progress: Sendable, Equatable {
    /// Whether an instance is out of load.
    package enum Drained: Sendable { case maybe, yes }

    /// Nil until the instance has come to its end.
    package var outcome: Outcome?
    /// Whether something was begun for the instance and has not come to its end.
    package var isUnderWay = false
    /// What became of the last request of a script: `accepted`, `refused`, `unknown`, `withdrawn`; nil in a roll.
    var answer: String?
    /// Nil where the instance was not taken out of load, or was put back.
    package var drained: Drained?
    /// Whether the cloud does not list the instance any more.
    var isGone = false
}

extension Progress {
    /// Takes in an event about this instance: the event says itself what changes.
    mutating func take(_ event: Event) {
        switch event.kind {
        case "chosen", "released", "unwell_seen", "noted": break
        // A roll says by later events what became of a request.
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

    /// Takes in a step on the way: something is under way.
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

    /// A new process begins: an instance that no process has rebooted waits for its turn again, and so does one with an outcome that
    /// the operator wants to be tried again.
    ///
    /// - Returns: Whether this is such an instance.
    @discardableResult
    mutating func reopen(trying outcomes: Set<Outcome>) -> Bool {
        guard let outcome, outcome.isReopened || outcomes.contains(outcome), !isGone else { return false }
        self.outcome = nil
        return true
    }
}

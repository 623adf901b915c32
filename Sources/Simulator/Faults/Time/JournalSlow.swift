import Basics

extension FaultCatalog {
    package var journalSlow: Fault<Double> {
        Fault(
            "journalSlow", .share, usual: 0,
            "Events of a roll, and reboots of a script, that take a second until they are durable; the request is sent that much later.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.05, 0.5]],
                hostile: ["chance": 0.4, "between": [0.05, 1]]))
    }
}

extension SimulatedCloud {
    /// How long the next event takes until it is durable; nil: no time.
    mutating func journalDelay(at now: Moment) -> Duration? {
        let fault = FaultCatalog().journalSlow, share = settings.faults[fault]
        guard share > 0, strikes(fault.name, share: share, identify("Journal"), at: now) else { return nil }
        return .seconds(1)
    }
}

extension SimulatedHost {
    /// Calls `settle` once the next event is durable; returns nil, without a call, if the event is durable at
    /// once.
    func delayJournal(_ settle: @escaping () -> Void) -> (any Cancellable)? {
        guard let delay = cloud.journalDelay(at: worldNow) else { return nil }
        return deliver(after: delay, settle)
    }
}

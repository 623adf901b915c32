import Basics

extension FaultCatalog {
    package var journalFails: Fault<Double> {
        Fault(
            "journalFails", .share, usual: 0,
            """
            Events of a roll that an effect waits for, and whose sync to the disk fails; a process that has met this keeps no event \
            and begins nothing any more.
            """,
            draws: WeatherDraws(hostile: ["chance": 0.06, "between": [0.002, 0.1]]))
    }
}

extension SimulatedCloud {
    /// Whether the sync of the next event fails.
    mutating func failsToSync(at now: Moment) -> Bool {
        let fault = FaultCatalog().journalFails, share = settings.faults[fault]
        return share > 0 && strikes(fault.name, share: share, identify("Sync"), at: now)
    }
}

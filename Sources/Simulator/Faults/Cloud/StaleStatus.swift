import Basics

extension FaultCatalog {
    package var staleStatus: Fault<Spell?> {
        Fault(
            "staleStatus", .spell, usual: nil, "While it lasts, statuses are those of half a spell ago.",
            draws: WeatherDraws(
                normal: [
                    "chance": 0.1,
                    "value": ["every": ["between": [300, 1800]], "length": ["between": [4, 20]]],
                ],
                hostile: [
                    "chance": 0.3,
                    "value": ["every": ["between": [60, 900]], "length": ["between": [4, 60]]],
                ]))
    }
}

extension SimulatedCloud {
    /// The moment whose statuses are shown: now, or an earlier moment while they are stale.
    mutating func momentShown(at now: Moment) -> Moment {
        guard let spell = settings.faults.staleStatus,
            isUnder(spell, of: FaultCatalog().staleStatus.name, at: now)
        else { return now }
        return max(.start, now + -(spell.length.wholeNanoseconds / 2))
    }
}

extension CloudSettings {
    /// The age that a shown status can have, in nanoseconds.
    package var staleness: Int64 { (faults.staleStatus?.length.wholeNanoseconds ?? 0) / 2 }
}

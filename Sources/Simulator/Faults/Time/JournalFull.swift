import Basics
import Journal

extension FaultCatalog {
    package var journalFull: Fault<Spell?> {
        Fault(
            "journalFull", .spell, usual: nil,
            """
            While it lasts, the disk of the journal is full: no event is kept that an effect waits for, and a process that has met \
            this begins nothing any more.
            """,
            draws: WeatherDraws(
                hostile: [
                    "chance": 0.06,
                    "value": ["every": ["between": [600, 7200]], "length": ["between": [10, 600]]],
                ]))
    }
}

extension SimulatedCloud {
    /// Why an event can't be made durable now.
    mutating func journalProblem(at now: Moment) -> JournalError? {
        if isUnder(settings.faults.journalFull, of: FaultCatalog().journalFull.name, at: now) {
            return JournalError(.full, "the disk is full")
        }
        return failsToSync(at: now) ? JournalError("a sync has failed: input/output error") : nil
    }
}

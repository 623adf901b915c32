import Basics
import Journal
import Testing

@testable import Simulator

/// `journalFull`: a disk without room for events that an effect waits for.
@Suite struct JournalFullFaultTests {
    @Test func onlyWhatNoEffectWaitsForIsKept() throws {
        let host = try makeHost { $0.faults.journalFull = Spell(every: .seconds(60), length: .seconds(60)) }
        let journal = try host.journal()
        #expect(journal.problem(isAwaited: true) == nil)
        #expect(!journal.isDurable)
        #expect(journal.problem(isAwaited: true) == .full)
        #expect(journal.problem(isAwaited: false) == nil)
        #expect(journal.close()?.kind == .full)
    }
}

extension SimulatedHost {
    /// The journal of a new campaign.
    func journal() throws -> any JournalStore {
        try campaigns.claim(endpoint: "e", name: "night", holder: lockHolder(script: nil)).create()
    }
}

extension JournalStore {
    /// Appends the next event, and gives the kind of the error.
    func problem(isAwaited: Bool) -> JournalError.Kind? {
        do throws(JournalError) {
            try append(JournalEntry(sequence: entries.count + 1, encoded: [], isAwaited: isAwaited))
            return nil
        } catch { return error.kind }
    }
}

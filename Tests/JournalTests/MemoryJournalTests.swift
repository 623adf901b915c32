import Basics
import Testing

@testable import Journal

@Suite struct MemoryJournalTests {
    private func entry(_ sequence: Int, isAwaited: Bool = false) -> JournalEntry {
        JournalEntry(sequence: sequence, encoded: Array("{}".utf8), isAwaited: isAwaited)
    }

    private final class Timer: Cancellable {
        func cancel() {}
    }

    @Test func anEventThatDoesNotFollowTheLastOneIsRefused() throws {
        let journal = MemoryJournal()
        try journal.append(entry(1))
        #expect(throws: JournalError("event 3 does not follow event 1")) { try journal.append(entry(3)) }
        #expect(journal.entries.map(\.sequence) == [1])
    }

    @Test func onlyAnEventThatAnEffectWaitsForTakesTime() throws {
        var pending: [() -> Void] = []
        let journal = MemoryJournal { settle in
            pending.append(settle)
            return Timer()
        }
        try journal.append(entry(1))
        #expect(journal.isDurable)
        try journal.append(entry(2, isAwaited: true))
        try journal.append(entry(3, isAwaited: true))
        var called = 0
        _ = journal.whenDurable { _ in called += 1 }
        let dropped = journal.whenDurable { _ in called += 100 }
        dropped.cancel()
        pending[0]()
        #expect(!journal.isDurable && called == 0)
        pending[1]()
        #expect(journal.isDurable && called == 1)
    }

    @Test func whatBecomesDurableAfterAnEarlierEventThatIsNotIsLostWithIt() throws {
        var pending: [() -> Void] = []
        let journal = MemoryJournal { settle in
            pending.append(settle)
            return Timer()
        }
        for sequence in 1...3 { try journal.append(entry(sequence, isAwaited: true)) }
        pending[0]()
        pending[2]()
        #expect(journal.durableEntries.count == 1)
        journal.losePending()
        #expect(journal.entries.map(\.sequence) == [1])
        #expect(journal.isDurable)
        pending[1]()
        try journal.append(entry(2))
        #expect(journal.durableEntries.count == 1, "what was under way before the loss has no effect")
    }

    @Test func afterAFullDiskOnlyWhatNothingWaitsForIsTaken() throws {
        let journal = MemoryJournal(failure: { _ in JournalError(.full, "full") })
        try journal.append(entry(1, isAwaited: true))
        #expect(throws: JournalError(.full, "full")) { try journal.append(entry(2, isAwaited: true)) }
        try journal.append(entry(2))
        #expect(journal.close() == JournalError(.full, "full"))
        #expect(journal.durableEntries.count == 2)
    }
}

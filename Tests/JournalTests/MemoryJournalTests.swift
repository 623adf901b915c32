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
}

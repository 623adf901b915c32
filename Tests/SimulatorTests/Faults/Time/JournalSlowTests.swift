import Basics
import Journal
import TestSupport
import Testing

@testable import Simulator

/// `journalSlow`: events of a roll that take a second until they are durable.
@Suite struct JournalSlowFaultTests {
    @Test func anEventThatAnEffectWaitsForTakesASecond() throws {
        let host = try makeHost { $0.faults.journalSlow = 1 }
        let journal = try host.openJournal("roll")
        try journal.append(JournalEntry(sequence: 1, encoded: [], isAwaited: true))
        var problem: JournalError?? = nil
        _ = journal.whenDurable { problem = .some($0) }
        while problem == nil, host.hasOutstandingWork { host.wait(until: nil) }
        #expect(problem == .some(nil))
        #expect(host.now == .seconds(1))
    }
}

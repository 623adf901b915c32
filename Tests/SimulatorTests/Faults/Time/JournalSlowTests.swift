import Basics
import Journal
import TestSupport
import Testing

@testable import Simulator

/// `journalSlow`: events of a roll that take a second until they are durable.
@Suite struct JournalSlowFaultTests {
    @Test func anEventThatAnEffectWaitsForTakesASecond() throws {
        let host = try makeHost { $0.faults.journalSlow = 1 }
        let claim = try host.campaigns.claim(
            endpoint: "e", name: "roll", holder: host.lockHolder(script: nil))
        let journal = try claim.create()
        try journal.append(JournalEntry(sequence: 1, encoded: [], isAwaited: true))
        var problem: JournalError?? = nil
        _ = journal.whenDurable { problem = .some($0) }
        #expect(!journal.isDurable)
        while problem == nil, host.hasOutstandingWork { host.wait(until: nil) }
        #expect(problem == .some(nil))
        #expect(journal.isDurable && host.now == .seconds(1))
    }
}

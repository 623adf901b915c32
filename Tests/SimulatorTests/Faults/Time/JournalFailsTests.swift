import Journal
import Testing

@testable import Simulator

/// `journalFails`: events whose sync to the disk fails.
@Suite struct JournalFailsFaultTests {
    @Test func nothingIsKeptAfterAFailedSync() throws {
        let host = try makeHost { $0.faults.journalFails = 1 }
        let journal = try host.journal()
        #expect(journal.problem(isAwaited: true) == nil)
        #expect(!journal.isDurable)
        #expect(journal.problem(isAwaited: false) == .failed)
    }
}

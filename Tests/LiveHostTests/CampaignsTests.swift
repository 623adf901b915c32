import Basics
import Foundation
import Journal
import JournalSQLite
import ScriptRuntime
import Testing

@testable import LiveHost

/// Journals on the disk, reached through the host.
@Suite struct CampaignsTests {
    @Test func whoeverWaitsForTheDiskIsCalledWhileTheHostWaits() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let host = try LiveHost(receivingSignals: false) { SQLiteArchive(folder: folder, deliver: $0) }
        let holder = host.lockHolder(script: "roll.lua")
        let claim = try host.campaigns.claim(endpoint: "e", name: "roll", holder: holder)
        let journal = try claim.create()
        try journal.append(JournalEntry(sequence: 1, encoded: Array("{}".utf8), isAwaited: true))
        var problem: JournalError?? = nil
        _ = journal.whenDurable { problem = .some($0) }
        #expect(host.hasOutstandingWork && problem == nil)
        while host.hasOutstandingWork { host.wait(until: nil) }
        #expect(problem == .some(nil))
        claim.release()
    }

    @Test func theHolderOfALockIsThisProcess() throws {
        let host = try LiveHost(receivingSignals: false)
        let holder = host.lockHolder(script: "roll.lua")
        #expect(holder.processID == Int(getpid()))
        #expect(!holder.hostname.isEmpty)
        #expect(holder.since > 1_700_000_000)
    }
}

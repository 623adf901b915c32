import Basics
import Testing

@testable import Journal

@Suite struct MemoryArchiveTests {
    private let archive = MemoryArchive()
    private let holder = LockHolder(processID: 1, hostname: "simulated", since: 0, script: nil)

    private func entry(_ sequence: Int, about ids: [JSONValue] = [], isAwaited: Bool = false) -> JournalEntry
    {
        let event: JSONValue = ["kind": "ended", "ids": .array(ids)]
        return JournalEntry(sequence: sequence, encoded: event.serialized(), isAwaited: isAwaited)
    }

    private func claim() throws -> any CampaignStore {
        try archive.claim(endpoint: "e", name: "web", holder: holder)
    }

    @Test func whatWasReleasedIsFoundByTheNextProcess() throws {
        let first = try claim()
        try first.create().append(entry(1))
        first.release()
        let second = try claim()
        #expect(second.numbers == [1])
        #expect(try second.open(1).entries == [entry(1)])
        #expect(throws: JournalError.self) { try first.create() }
    }

    @Test func theLockIsHeldUntilItIsReleasedOrItsProcessIsKilled() throws {
        let first = try claim()
        #expect(throws: JournalError.locked("web", by: holder)) { try claim() }
        first.release()
        _ = try claim()
        archive.kill()
        _ = try claim()
    }

    @Test(arguments: [0, 1, 2, 9]) func aKillKeepsWhatWasDurableAndPerhapsALittleMore(kept: Int) throws {
        let journal = try claim().create()
        try journal.append(entry(1, isAwaited: true))
        try journal.append(entry(2))
        try journal.append(entry(3))
        archive.kill(keeping: kept)
        #expect(throws: JournalError("the journal is closed")) { try journal.append(entry(4)) }
        let next = try claim().open(1)
        #expect(next.entries.count == min(3, 1 + kept))
        try next.append(entry(next.entries.count + 1))
    }

    @Test func othersReadOnlyWhatIsDurable() throws {
        let journal = try claim().create()
        try journal.append(entry(1, about: ["i-1"], isAwaited: true))
        try journal.append(entry(2, about: ["i-1", "i-2"]))
        let id = CampaignID(endpoint: "e", name: "web", number: 1)
        #expect(archive.campaigns() == [id])
        #expect(try archive.history(of: id).count == 1)
        journal.close()
        #expect(try archive.history(of: id).entries(about: "i-1").map(\.sequence) == [1, 2])
        #expect(try archive.history(of: id).entries(numbered: 2...2).map(\.sequence) == [2])
        #expect(throws: JournalError.self) {
            try archive.history(of: CampaignID(endpoint: "e", name: "web", number: 2))
        }
    }

    @Test func aCampaignThatWasRemovedIsGoneAndItsNumberIsNotGivenAgain() throws {
        let store = try claim()
        _ = try store.create()
        _ = try store.create()
        #expect(throws: JournalError.self, "it is opened") { try store.remove(1) }
        store.release()
        let next = try claim()
        try next.remove(1)
        #expect(next.numbers == [2])
        #expect(throws: JournalError.self, "the last one stays") { try next.remove(2) }
        #expect(throws: JournalError.self, "there is none") { try next.remove(1) }
    }

    @Test func eventsAreFoundByTheirKind() throws {
        let journal = try claim().create()
        try journal.append(entry(1))
        try journal.append(JournalEntry(sequence: 2, encoded: Array(#"{"kind":"note"}"#.utf8)))
        journal.close()
        let history = try archive.history(of: CampaignID(endpoint: "e", name: "web", number: 1))
        #expect(try history.entries(of: ["note", "closed"]).map(\.sequence) == [2])
    }

    @Test func aFailureThatIsDrawnClosesTheJournal() throws {
        archive.failure = { _ in JournalError("the disk is gone") }
        let journal = try claim().create()
        try journal.append(entry(1))
        try journal.append(entry(2, isAwaited: true))
        var problem: JournalError??
        _ = journal.whenDurable { problem = .some($0) }
        #expect(problem == .some(JournalError("the disk is gone")))
        #expect(!journal.isDurable)
        #expect(throws: JournalError("the disk is gone")) { try journal.append(entry(3)) }
    }
}

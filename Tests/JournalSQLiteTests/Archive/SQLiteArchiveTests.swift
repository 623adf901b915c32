import Journal
import Testing

@testable import JournalSQLite

@Suite struct SQLiteArchiveTests {
    private let folder: TemporaryFolder
    private let thread = ScriptThread()
    private let endpoint = "https://console.zenlayer.com"

    init() throws { folder = try TemporaryFolder() }

    @Test func theCampaignsOfANameAreNumberedAndFoundAgain() throws {
        let first = try folder.archive().claim(endpoint: endpoint, name: "web", holder: holder)
        #expect(first.numbers.isEmpty)
        try first.create().append(makeEntry(1))
        try first.create().append(makeEntry(1, kind: "closed"))
        #expect(first.numbers == [1, 2])
        first.release()
        let second = try folder.archive().claim(endpoint: endpoint, name: "web", holder: holder)
        #expect(second.numbers == [1, 2])
        #expect(try second.open(2).entries == readBack([makeEntry(1, kind: "closed")]))
        #expect(try second.open(2) === second.open(2))
        #expect(kind { _ = try second.open(3) } == .unavailable)
        second.release()
        #expect(kind { _ = try second.create() } == .unavailable)
    }

    @Test func oneNameIsWrittenByOneProcess() throws {
        let archive = folder.archive()
        let first = try archive.claim(endpoint: endpoint, name: "web", holder: holder)
        #expect(kind { _ = try archive.claim(endpoint: endpoint, name: "web", holder: holder) } == .locked)
        try archive.claim(endpoint: endpoint, name: "database", holder: holder).release()
        try archive.claim(endpoint: "http://other", name: "web", holder: holder).release()
        first.release()
        try archive.claim(endpoint: endpoint, name: "web", holder: holder).release()
    }

    @Test(arguments: ["../../etc", "a/b", ".hidden", "", String(repeating: "lang/", count: 100)])
    func anyNameIsStoredAndListed(name: String) throws {
        let archive = folder.archive()
        let store = try archive.claim(endpoint: endpoint, name: name, holder: holder)
        try store.create().append(makeEntry(1))
        store.release()
        #expect(try Folder.names(in: folder.path) == ["campaigns"])
        let id = CampaignID(endpoint: endpoint, name: name, number: 1)
        #expect(try archive.campaigns() == [id])
        #expect(try archive.history(of: id).count == 1)
    }

    @Test func whoWaitsForAJournalIsWork() throws {
        let archive = folder.archive(on: thread)
        let store = try archive.claim(endpoint: endpoint, name: "web", holder: holder)
        let journal = try store.create()
        try journal.append(makeEntry(1, isAwaited: true))
        #expect(!archive.isBusy)
        var isDurable = false
        _ = journal.whenDurable { isDurable = $0 == nil }
        #expect(archive.isBusy)
        while !isDurable { if !thread.wait() { break } }
        #expect(!archive.isBusy)
        store.release()
    }

    @Test func aCampaignOfWhichOnlyTheWitnessIsLeftIsDamaged() throws {
        let store = try folder.archive().claim(endpoint: endpoint, name: "web", holder: holder)
        try store.create().append(makeEntry(1))
        store.release()
        let place = CampaignFolders(state: folder.path).place(of: campaign)
        try place.database.deleteFile()
        let next = try folder.archive().claim(endpoint: endpoint, name: "web", holder: holder)
        #expect(next.numbers == [1])
        #expect(kind { _ = try next.open(1) } == .damaged)
        next.release()
    }
}

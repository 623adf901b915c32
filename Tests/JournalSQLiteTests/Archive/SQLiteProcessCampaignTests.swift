import Journal
import Testing

@testable import JournalSQLite

@Suite struct SQLiteProcessCampaignTests {
    private let folder: TemporaryFolder
    private let thread = ScriptThread()
    private let name = ScriptName.file("nightly.lua").campaign
    private var id: CampaignID { CampaignID(endpoint: campaign.endpoint, name: name, number: 1) }
    private var place: JournalPlace { CampaignFolders(state: folder.path).place(of: id) }

    init() throws { folder = try TemporaryFolder() }

    /// Begins the campaign of another process: each archive stands for one process.
    private func begin() throws -> any ProcessCampaign {
        try #require(
            try folder.archive(on: thread).begin(endpoint: campaign.endpoint, name: name, holder: holder))
    }

    private func ask(_ campaign: any ProcessCampaign, _ id: String = "i-1") throws {
        let journal = campaign.journal
        try journal.append(
            makeEntry(journal.entries.count + 1, kind: "intent", ids: [id], isAwaited: true))
        #expect(thread.settle(journal) == nil)
    }

    private func found(_ id: String = "i-1") throws -> [Int] {
        try folder.archive().unresolvedIntents(
            about: [id], at: campaign.endpoint, since: 0, where: { _ in true }
        ).map(\.campaign.number)
    }

    @Test func twoProcessesOfOneScriptHaveACampaignEach() throws {
        let first = try begin(), second = try begin()
        #expect([first.id.number, second.id.number] == [1, 2])
        try ask(first)
        try ask(second)
        #expect(try found() == [1, 2])
        first.end(isResolved: false)
        second.end(isResolved: false)
        #expect(try folder.archive().campaigns().map(\.number) == [1, 2])
    }

    @Test func anotherProcessSeesAnIntentBeforeItsProcessEnds() throws {
        let campaign = try begin()
        #expect(try found().isEmpty)
        try ask(campaign)
        #expect(try found() == [1])
        #expect(try found("i-2").isEmpty)
        campaign.end(isResolved: false)
    }

    @Test func theLockLastsAsLongAsTheProcessWorks() throws {
        let campaign = try begin()
        #expect(folder.archive().isAtWork(on: campaign.id))
        campaign.end(isResolved: false)
        #expect(!folder.archive().isAtWork(on: campaign.id))
        #expect(Folder.has(place.lock), "an open intent is left")
    }

    @Test func aCampaignWithoutAnOpenIntentLosesItsLockFileAndIsNotOpenedAgain() throws {
        let campaign = try begin()
        try ask(campaign)
        campaign.end(isResolved: true)
        #expect(!Folder.has(place.lock))
        try place.database.writeFile(Array("not a database".utf8))
        #expect(try found().isEmpty)
    }

    @Test func theNumberOfALockThatAnotherProcessHoldsIsLeftOut() throws {
        try Folder.make(place.folder)
        let lock = try LockFile(place.lock, name: name, holder: holder)
        let campaign = try begin()
        #expect(campaign.id.number == 2)
        campaign.end(isResolved: true)
        withExtendedLifetime(lock) {}
    }

    @Test func aDamagedCampaignIsAnErrorAndNotNothing() throws {
        let campaign = try begin()
        try ask(campaign)
        campaign.end(isResolved: false)
        try place.database.writeFile(Array("not a database".utf8))
        #expect(kind { _ = try found() } == .damaged)
    }

    @Test func filesThatWereNotWrittenSinceAreNotOpened() throws {
        let campaign = try begin()
        try ask(campaign)
        campaign.end(isResolved: false)
        let archive = folder.archive(), time = try #require(Folder.timeOfChange(place.database))
        #expect(try archive.campaigns(at: id.endpoint, writtenSince: time - 1) == [id])
        #expect(try archive.campaigns(at: id.endpoint, writtenSince: time + 60).isEmpty)
        #expect(try archive.campaigns(at: "http://other", writtenSince: 0).isEmpty)
    }

    @Test func nothingIsLeftOfACampaignThatWasRemoved() throws {
        try begin().end(isResolved: false)
        try begin().end(isResolved: false)
        let store = try folder.archive().claim(endpoint: id.endpoint, name: name, holder: holder)
        try store.remove(1)
        store.release()
        #expect(try Folder.names(in: place.folder) == ["2.db", "2.lock", "2.witness", "lock"])
    }
}

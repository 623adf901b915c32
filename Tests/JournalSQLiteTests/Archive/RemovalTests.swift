import Journal
import Testing

@testable import JournalSQLite

@Suite struct RemovalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let store = try claim()
        for _ in 1...3 { try store.create().append(makeEntry(1)) }
        store.release()
    }

    private func claim() throws -> any CampaignStore {
        try folder.archive().claim(endpoint: campaign.endpoint, name: campaign.name, holder: holder)
    }

    private var files: [String] {
        get throws { try Folder.names(in: CampaignFolders(state: folder.path).place(of: campaign).folder) }
    }

    private func fileOfFirst(_ ending: String) -> String {
        "\(CampaignFolders(state: folder.path).place(of: campaign).folder)/1.\(ending)"
    }

    @Test func nothingIsLeftOfACampaignThatWasRemoved() throws {
        let store = try claim()
        try store.remove(1)
        store.release()
        #expect(try files == ["2.db", "2.witness", "3.db", "3.witness", "lock"])
        #expect(try claim().numbers == [2, 3])
    }

    @Test func aCampaignIsGoneOnceItIsMarked() throws {
        try fileOfFirst("removed").writeFile([])
        try fileOfFirst("db").deleteFile()
        #expect(try folder.archive().campaigns().map(\.number) == [2, 3])
        let store = try claim()
        try store.remove(2)
        #expect(store.numbers == [3])
        #expect(try files == ["3.db", "3.witness", "lock"], "the next removal deletes the rest")
    }

    @Test func theLastCampaignAndOpenedOnesStay() throws {
        let store = try claim()
        #expect(kind { try store.remove(3) } == .unavailable)
        _ = try store.open(2)
        #expect(kind { try store.remove(2) } == .unavailable)
        #expect(kind { try store.remove(7) } == .unavailable)
        #expect(store.numbers == [1, 2, 3])
    }

    @Test func aReaderGoesOnWithACampaignThatIsRemovedMeanwhile() throws {
        let history = try folder.archive().history(of: campaign)
        try claim().remove(1)
        #expect(try history.count == 1)
        #expect(kind { _ = try folder.archive().history(of: campaign) } == .unavailable)
    }
}

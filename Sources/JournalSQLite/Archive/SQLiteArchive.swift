package import Journal

/// The campaigns of a state folder on the disk.
package final class SQLiteArchive: CampaignArchive {
    private let folders: CampaignFolders
    private let deliver: Deliver
    private let hooks: JournalHooks
    /// The claims whose campaigns are still in use.
    private var claims: [Claim] = []
    /// The campaigns that this process began for itself.
    private var begun: [SQLiteProcessCampaign] = []

    private struct Claim {
        weak var store: SQLiteCampaigns?
    }

    /// - Parameters:
    ///   - folder: The state folder; see ``StateDirectory``.
    ///   - deliver: Calls completions on the script's thread; used on any thread.
    package convenience init(folder: String, deliver: @escaping Deliver) {
        self.init(folder: folder, hooks: JournalHooks(), deliver: deliver)
    }

    init(folder: String, hooks: JournalHooks, deliver: @escaping Deliver) {
        folders = CampaignFolders(state: folder)
        self.hooks = hooks
        self.deliver = deliver
    }

    package func claim(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> any CampaignStore {
        let folder = folders.folder(endpoint: endpoint, name: name)
        try Folder.make(folder)
        let lock = try LockFile(CampaignFolders.lock(in: folder), name: name, holder: holder)
        let numbers = try CampaignFolders.numbers(in: folder)
        let store = SQLiteCampaigns(
            endpoint: endpoint, name: name, numbers: numbers, lock: lock, folders: folders, hooks: hooks,
            deliver: deliver)
        claims.removeAll { $0.store == nil }
        claims.append(Claim(store: store))
        return store
    }

    package func begin(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> (any ProcessCampaign)? {
        let folder = folders.folder(endpoint: endpoint, name: name)
        try Folder.make(folder)
        var number = try (CampaignFolders.numbers(in: folder).last ?? 0) + 1
        while true {
            let id = CampaignID(endpoint: endpoint, name: name, number: number)
            if let campaign = try SQLiteProcessCampaign(
                folders.place(of: id), holder: holder, hooks: hooks, deliver: deliver)
            {
                begun.removeAll(where: \.hasEnded)
                begun.append(campaign)
                return campaign
            }
            number += 1
        }
    }

    package func campaigns() throws(JournalError) -> [CampaignID] { try folders.campaigns() }

    package func campaigns(
        at endpoint: String, writtenSince time: Double
    ) throws(JournalError) -> [CampaignID] {
        try folders.campaigns(at: endpoint, writtenSince: time)
    }

    package func isAtWork(on campaign: CampaignID) -> Bool {
        let place = folders.place(of: campaign)
        return LockFile.isHeld(campaign.kind == .roll ? CampaignFolders.lock(in: place.folder) : place.lock)
    }

    package func history(of campaign: CampaignID) throws(JournalError) -> any CampaignHistory {
        try SQLiteHistory(folders.place(of: campaign))
    }

    package var outlivesProcess: Bool { true }

    package var isBusy: Bool {
        claims.contains { $0.store?.isBusy == true } || begun.contains(where: \.isBusy)
    }
}

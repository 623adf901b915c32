internal import Journal

/// The campaigns of one name on the disk, for the process that holds their lock.
final class SQLiteCampaigns: CampaignStore {
    private(set) var numbers: [Int]
    private let endpoint: String
    private let name: String
    /// Nil after the lock was released.
    private var lock: LockFile?
    private let folders: CampaignFolders
    private let hooks: JournalHooks
    private let deliver: Deliver
    private var opened: [Int: SQLiteJournal] = [:]

    init(
        endpoint: String, name: String, numbers: [Int], lock: LockFile, folders: CampaignFolders,
        hooks: JournalHooks, deliver: @escaping Deliver
    ) {
        (self.endpoint, self.name, self.numbers, self.lock) = (endpoint, name, numbers, lock)
        (self.folders, self.hooks, self.deliver) = (folders, hooks, deliver)
    }

    func open(_ number: Int) throws(JournalError) -> any JournalStore {
        if let journal = opened[number] { return journal }
        guard numbers.contains(number) else {
            throw JournalError(.unavailable, "there is no campaign \(number) of '\(name)'")
        }
        return try open(place(number))
    }

    func create() throws(JournalError) -> any JournalStore {
        let place = place((numbers.last ?? 0) + 1)
        guard lock != nil else { throw released }
        try place.makeDatabase()
        numbers.append(place.campaign.number)
        return try open(place)
    }

    func remove(_ number: Int) throws(JournalError) {
        guard lock != nil else { throw released }
        try checkRemoval(of: number, name: name, isOpened: opened[number] != nil)
        try Removal(place: place(number)).run()
        numbers.removeAll { $0 == number }
    }

    /// Releases the lock; a writer that still works keeps the lock until it has ended.
    func release() {
        for journal in opened.values { journal.close() }
        (lock, opened) = (nil, [:])
    }

    var isBusy: Bool { opened.values.contains { $0.isBusy } }

    private func open(_ place: JournalPlace) throws(JournalError) -> any JournalStore {
        guard let lock else { throw released }
        let journal = try SQLiteJournal(place, holding: lock, hooks: hooks, deliver: deliver)
        opened[place.campaign.number] = journal
        return journal
    }

    private func place(_ number: Int) -> JournalPlace {
        folders.place(of: CampaignID(endpoint: endpoint, name: name, number: number))
    }

    private var released: JournalError {
        JournalError(.unavailable, "the lock of '\(name)' was given back")
    }
}

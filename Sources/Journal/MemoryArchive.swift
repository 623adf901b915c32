/// The campaigns of a simulated cloud, in memory; they outlive the simulated processes that write them.
///
/// A process that ends in order calls ``CampaignStore/release()`` for each of its claims; ``kill(keeping:)``
/// simulates a process that was killed.
package final class MemoryArchive: CampaignArchive {
    /// Called by every journal; see ``MemoryJournal``.
    package var delay: MemoryJournal.Delay = { _ in nil }
    package var failure: MemoryJournal.Failure = { _ in nil }
    package var watch: (CampaignID, JournalEntry, MemoryJournal.Side) -> Void = { _, _, _ in }

    private struct Name: Hashable {
        var endpoint: String
        var name: String
    }

    private var stored: [CampaignID: MemoryJournal] = [:]
    private var claimed: [Name: (holder: LockHolder, store: MemoryCampaigns)] = [:]
    /// The campaigns that processes began for themselves and still work on.
    private var begun: [CampaignID: MemoryProcessCampaign] = [:]
    /// The campaigns that have ended without an open intent.
    private var resolved: Set<CampaignID> = []

    package init() {}

    package func claim(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> any CampaignStore {
        let key = Name(endpoint: endpoint, name: name)
        if let claim = claimed[key] { throw .locked(name, by: claim.holder) }
        let store = MemoryCampaigns(archive: self, endpoint: endpoint, name: name)
        claimed[key] = (holder, store)
        return store
    }

    package func begin(
        endpoint: String, name: String, holder: LockHolder
    ) -> (any ProcessCampaign)? {
        let number = (numbers(endpoint, name).last ?? 0) + 1
        let id = CampaignID(endpoint: endpoint, name: name, number: number)
        let campaign = MemoryProcessCampaign(id, open(id), in: self)
        begun[id] = campaign
        return campaign
    }

    package func campaigns() -> [CampaignID] { stored.keys.sorted() }

    package func campaigns(at endpoint: String, writtenSince time: Double) -> [CampaignID] {
        stored.keys.filter { $0.endpoint == endpoint && !resolved.contains($0) }.sorted()
    }

    package func isAtWork(on campaign: CampaignID) -> Bool {
        begun[campaign] != nil
            || claimed[Name(endpoint: campaign.endpoint, name: campaign.name)] != nil
    }

    package func history(of campaign: CampaignID) throws(JournalError) -> any CampaignHistory {
        guard let journal = stored[campaign] else {
            throw JournalError(
                .unavailable, "there is no campaign \(campaign.number) of '\(campaign.name)'")
        }
        return MemoryHistory(journal)
    }

    package var outlivesProcess: Bool { false }

    /// False: the host of a simulation knows which calls it has planned.
    package var isBusy: Bool { false }

    /// Simulates that the process was killed: releases its locks, and keeps of each journal the durable
    /// events and the first `count` events after them.
    package func kill(keeping count: Int = 0) {
        for claim in claimed.values { claim.store.die(keeping: count) }
        for campaign in begun.values { campaign.memory.die(keeping: count) }
        (claimed, begun) = ([:], [:])
    }

    /// The largest number of events of one journal that a kill of the process could lose.
    package var pendingCount: Int { claimed.values.map(\.store.pendingCount).max() ?? 0 }

    fileprivate func numbers(_ endpoint: String, _ name: String) -> [Int] {
        stored.keys.filter { $0.endpoint == endpoint && $0.name == name }.map(\.number).sorted()
    }

    /// Opens a journal for the next process, with the durable events.
    fileprivate func open(_ campaign: CampaignID) -> MemoryJournal {
        let journal = MemoryJournal(
            entries: stored[campaign]?.durableEntries ?? [],
            delay: { [weak self] settle in self?.delay(settle) },
            failure: { [weak self] entry in self?.failure(entry) },
            watch: { [weak self] entry, side in self?.watch(campaign, entry, side) })
        stored[campaign] = journal
        return journal
    }

    fileprivate func remove(_ campaign: CampaignID) { stored[campaign] = nil }

    fileprivate func end(_ campaign: CampaignID, isResolved: Bool) {
        begun[campaign] = nil
        if isResolved { resolved.insert(campaign) }
    }

    fileprivate func release(_ endpoint: String, _ name: String) {
        claimed[Name(endpoint: endpoint, name: name)] = nil
    }
}

/// The campaigns of one name, claimed by one process.
private final class MemoryCampaigns: CampaignStore {
    /// Nil after the lock was released.
    private var archive: MemoryArchive?
    private let endpoint: String
    private let name: String
    private var opened: [Int: MemoryJournal] = [:]

    init(archive: MemoryArchive, endpoint: String, name: String) {
        (self.archive, self.endpoint, self.name) = (archive, endpoint, name)
    }

    var numbers: [Int] { archive?.numbers(endpoint, name) ?? [] }

    func open(_ number: Int) throws(JournalError) -> any JournalStore {
        if let journal = opened[number] { return journal }
        guard numbers.contains(number) else {
            throw JournalError(.unavailable, "there is no campaign \(number) of '\(name)'")
        }
        return try make(number)
    }

    func create() throws(JournalError) -> any JournalStore { try make((numbers.last ?? 0) + 1) }

    private func make(_ number: Int) throws(JournalError) -> any JournalStore {
        guard let archive else { throw JournalError(.unavailable, "the lock of '\(name)' was given back") }
        let journal = archive.open(CampaignID(endpoint: endpoint, name: name, number: number))
        opened[number] = journal
        return journal
    }

    func remove(_ number: Int) throws(JournalError) {
        try checkRemoval(of: number, name: name, isOpened: opened[number] != nil)
        archive?.remove(CampaignID(endpoint: endpoint, name: name, number: number))
    }

    func release() {
        for journal in opened.values { journal.close() }
        archive?.release(endpoint, name)
        (archive, opened) = (nil, [:])
    }

    var pendingCount: Int { opened.values.map(\.pendingCount).max() ?? 0 }

    func die(keeping count: Int) {
        for journal in opened.values { journal.die(keeping: count) }
        (archive, opened) = (nil, [:])
    }
}

/// A campaign of one process alone.
private final class MemoryProcessCampaign: ProcessCampaign {
    let id: CampaignID
    let memory: MemoryJournal
    private weak var archive: MemoryArchive?

    init(_ id: CampaignID, _ memory: MemoryJournal, in archive: MemoryArchive) {
        (self.id, self.memory, self.archive) = (id, memory, archive)
    }

    var journal: any JournalStore { memory }

    @discardableResult
    func end(isResolved: Bool) -> JournalError? {
        let problem = memory.close()
        archive?.end(id, isResolved: isResolved && problem == nil)
        return problem
    }
}

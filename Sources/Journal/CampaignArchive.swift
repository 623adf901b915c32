/// Every campaign of a state folder: who may write them, and what is to be read in them.
///
/// It belongs to the thread that runs the script.
package protocol CampaignArchive: AnyObject {
    /// Takes the lock of a name at an endpoint, at once; `holder` is this process, for processes that find the lock taken.
    ///
    /// - Throws: ``JournalError/Kind/locked`` with a sentence that says by whom, where another process, or this one, holds it.
    func claim(endpoint: String, name: String, holder: LockHolder) throws(JournalError) -> any CampaignStore

    /// Begins a campaign of this process alone, with a number that no other process takes; needs no lock on the name.
    ///
    /// - Returns: The campaign; nil where nothing is recorded, as the operator wishes.
    /// - Throws: Where it can't be made.
    func begin(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> (any ProcessCampaign)?

    /// Every campaign that is stored, in order; needs no lock.
    func campaigns() throws(JournalError) -> [CampaignID]

    /// The campaigns at an endpoint that may have an intent which was written since a time, in seconds since 1970 UTC; needs no lock.
    func campaigns(at endpoint: String, writtenSince time: Double) throws(JournalError) -> [CampaignID]

    /// Whether the process that has begun a campaign for itself is still at work on it.
    func isAtWork(on campaign: CampaignID) -> Bool

    /// What is stored of a campaign, also while a process writes it; needs no lock.
    /// - Throws: Where there is no such campaign, or it can't be read.
    func history(of campaign: CampaignID) throws(JournalError) -> any CampaignHistory

    /// Whether what is stored is there for the next process.
    var outlivesProcess: Bool { get }

    /// Whether a completion of ``JournalStore/whenDurable(_:)`` will be called without further help.
    var isBusy: Bool { get }
}

/// The campaigns of one name at one endpoint, for the process that holds their lock: no other process writes them.
package protocol CampaignStore: AnyObject {
    /// The numbers of the campaigns that are stored, in ascending order.
    var numbers: [Int] { get }

    /// Opens a campaign to go on with it; the same journal for the same number.
    /// - Throws: Where it is damaged, or can't be opened.
    func open(_ number: Int) throws(JournalError) -> any JournalStore

    /// Begins the campaign with the next number, which is then the last one of ``numbers``.
    /// - Throws: Where it can't be made.
    func create() throws(JournalError) -> any JournalStore

    /// Deletes what is stored of a campaign, so that it is gone also where the process is killed meanwhile.
    ///
    /// The last campaign stays, but for an execution: its number must not be given to another one.
    /// - Throws: Where there is no such campaign, it is the last one or is opened, or its files can't be deleted.
    func remove(_ number: Int) throws(JournalError)

    /// Closes the journals and gives the lock back; nothing may be opened afterwards.
    func release()
}

/// What is stored of one campaign, to be read.
package protocol CampaignHistory: AnyObject {
    /// The number of events.
    var count: Int { get throws(JournalError) }

    /// Events by their numbers, in order; numbers that no event has are left out.
    func entries(numbered range: ClosedRange<Int>) throws(JournalError) -> [JournalEntry]

    /// The events of some kinds, in order.
    func entries(of kinds: Set<String>) throws(JournalError) -> [JournalEntry]

    /// The events about one instance, in order; the event `opened` is left out.
    func entries(about instance: String) throws(JournalError) -> [JournalEntry]

    /// The events of some kinds about any of some instances, not older than a time in seconds since 1970 UTC, in order; the event `opened`
    /// is left out.
    func entries(
        of kinds: Set<String>, about instances: Set<String>, since time: Double
    ) throws(JournalError) -> [JournalEntry]
}

extension CampaignHistory {
    /// Every event, in order.
    package func entries() throws(JournalError) -> [JournalEntry] { try entries(numbered: 1...Int.max) }
}

extension CampaignStore {
    /// Lets ``remove(_:)`` pass only a campaign that may be deleted; for those who implement it.
    package func checkRemoval(
        of number: Int, name: String, isOpened: Bool
    ) throws(JournalError) {
        let campaign = "campaign \(number) of '\(name)'"
        guard numbers.contains(number) else { throw JournalError(.unavailable, "there is no \(campaign)") }
        guard number != numbers.last || CampaignID.kind(ofName: name) == .execution else {
            throw JournalError(.unavailable, "\(campaign) is the last one, which is kept")
        }
        guard !isOpened else {
            throw JournalError(.unavailable, "\(campaign) is in use and can't be deleted")
        }
    }
}

/// Calls a closure on the script's thread, while the host waits; for use on any thread.
package typealias Deliver = @Sendable (@escaping @Sendable () -> Void) -> Void

/// All campaigns of a state folder: lets a process claim campaigns for writing, and reads campaigns.
///
/// Only the thread that runs the script may use it.
package protocol CampaignArchive: AnyObject {
    /// Takes the lock of a name at an endpoint, without waiting; `holder` describes this process to processes
    /// that find the lock taken.
    ///
    /// - Throws: ``JournalError/Kind/locked``, with a sentence about the holder, if another process or this
    ///   process holds the lock.
    func claim(endpoint: String, name: String, holder: LockHolder) throws(JournalError) -> any CampaignStore

    /// Begins a campaign of this process alone, with a number that no other process uses; needs no lock on
    /// the name.
    ///
    /// - Returns: The campaign; nil if the operator turned the journal off.
    /// - Throws: An error if the campaign can't be made.
    func begin(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> (any ProcessCampaign)?

    /// Returns every stored campaign, in order; needs no lock.
    func campaigns() throws(JournalError) -> [CampaignID]

    /// Returns the campaigns at an endpoint that may have an intent written since a time, in seconds since
    /// 1970 UTC; needs no lock.
    func campaigns(at endpoint: String, writtenSince time: Double) throws(JournalError) -> [CampaignID]

    /// Whether a process works on a campaign now.
    ///
    /// A process works only on the last roll of a name; for an earlier roll, the answer is that for the last one.
    func isAtWork(on campaign: CampaignID) -> Bool

    /// Returns the stored events of a campaign, even while a process writes it; needs no lock.
    /// - Throws: An error if there is no such campaign, or if it can't be read.
    func history(of campaign: CampaignID) throws(JournalError) -> any CampaignHistory

    /// Whether the next process finds the stored campaigns.
    var outlivesProcess: Bool { get }

    /// Whether a thread outside of the host will still call a completion of ``JournalStore/whenDurable(_:)``.
    var isBusy: Bool { get }
}

/// The campaigns of one name at one endpoint, for the process that holds their lock: no other process writes them.
package protocol CampaignStore: AnyObject {
    /// The numbers of the stored campaigns, in ascending order.
    var numbers: [Int] { get }

    /// Opens a campaign to resume it; returns the same journal for the same number.
    /// - Throws: An error if the campaign is damaged, or can't be opened.
    func open(_ number: Int) throws(JournalError) -> any JournalStore

    /// Begins a campaign with the next number, which becomes the last of ``numbers``.
    /// - Throws: An error if the campaign can't be made.
    func create() throws(JournalError) -> any JournalStore

    /// Deletes a campaign; the campaign is gone even if the process is killed during the deletion.
    ///
    /// The last campaign of a name can't be deleted, because its number must not be used again; an execution
    /// can.
    /// - Throws: An error if there is no such campaign, if it is the last campaign or is open, or if its
    ///   files can't be deleted.
    func remove(_ number: Int) throws(JournalError)

    /// Closes the journals and releases the lock; no campaign may be opened afterwards.
    func release()
}

/// The stored events of one campaign, for reading.
package protocol CampaignHistory: AnyObject {
    /// The number of events.
    var count: Int { get throws(JournalError) }

    /// Returns the events with some numbers, in order; skips numbers that no event has.
    func entries(numbered range: ClosedRange<Int>) throws(JournalError) -> [JournalEntry]

    /// Calls `body` with each event of some kinds, in order; a large campaign has too many to hold all of them.
    func visit(
        _ kinds: Set<String>, _ body: (JournalEntry) throws(JournalError) -> Void
    ) throws(JournalError)

    /// Returns the events about one instance, in order, without the event `opened`.
    func entries(about instance: String) throws(JournalError) -> [JournalEntry]

    /// Returns the events of some kinds about any of some instances since a time, in seconds since 1970 UTC;
    /// in order, without the event `opened`.
    func entries(
        of kinds: Set<String>, about instances: Set<String>, since time: Double
    ) throws(JournalError) -> [JournalEntry]
}

extension CampaignHistory {
    /// Returns every event, in order.
    package func entries() throws(JournalError) -> [JournalEntry] { try entries(numbered: 1...Int.max) }

    /// Returns the events of some kinds, in order.
    package func entries(of kinds: Set<String>) throws(JournalError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try visit(kinds) { entry in entries.append(entry) }
        return entries
    }
}

extension CampaignStore {
    /// Throws an error unless the campaign may be deleted; for implementations of ``remove(_:)``.
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

/// Calls a closure on the script's thread while the host waits; may be used on any thread.
package typealias Deliver = @Sendable (@escaping @Sendable () -> Void) -> Void

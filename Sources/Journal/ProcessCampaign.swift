/// A campaign that one process has for itself: no other process writes it, so its name needs no lock.
package protocol ProcessCampaign: AnyObject {
    var id: CampaignID { get }

    var journal: any JournalStore { get }

    /// Closes the journal, and ends the process's work on the campaign.
    ///
    /// - Parameter isResolved: Whether the result of every reboot request of the campaign is known; if so, a
    ///   search for open intents skips the campaign.
    /// - Returns: Why the last events are not durable; nil if they are durable.
    @discardableResult
    func end(isResolved: Bool) -> JournalError?
}

/// A campaign that one process has for itself: no other process ever writes it, so that its name needs no lock.
package protocol ProcessCampaign: AnyObject {
    var id: CampaignID { get }

    var journal: any JournalStore { get }

    /// Closes the journal, and ends the process's work on the campaign.
    ///
    /// - Parameter isResolved: Whether the result of every reboot request of the campaign is known; the campaign is not searched for
    ///   open intents then.
    /// - Returns: Why the last events are not durable; nil where they are.
    @discardableResult
    func end(isResolved: Bool) -> JournalError?
}

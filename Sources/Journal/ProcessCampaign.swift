/// A campaign that one process has for itself: no other process ever writes it, so that its name needs no lock.
package protocol ProcessCampaign: AnyObject {
    var id: CampaignID { get }

    var journal: any JournalStore { get }

    /// Closes the journal, and ends the process's work on the campaign.
    ///
    /// - Parameter isResolved: Whether the campaign has no intent of which is not known what became of it; then it is not searched for
    ///   intents any more.
    /// - Returns: Why the last events are not durable; nil where they are.
    @discardableResult
    func end(isResolved: Bool) -> JournalError?
}

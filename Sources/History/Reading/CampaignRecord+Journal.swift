package import Journal

extension CampaignRecord {
    /// Reads every event of a campaign.
    /// - Throws: Where the journal is damaged, or can't be read.
    package init(_ id: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        self.init(id)
        for entry in try history.entries() { take(try Event(entry, of: id)) }
    }
}

extension Event {
    /// Reads an entry of a campaign, which the error names.
    package init(_ entry: JournalEntry, of campaign: CampaignID) throws(JournalError) {
        do throws(JournalError) { try self.init(entry) } catch {
            throw JournalError(error.kind, "\(campaign.label): \(error.reason)")
        }
    }
}

extension CampaignID {
    /// `web/3`, as a command line names the campaign.
    package var label: String { "\(name)/\(number)" }
}

package import Journal

extension Event {
    /// Reads an entry of a campaign; an error names the campaign.
    package init(_ entry: JournalEntry, of campaign: CampaignID) throws(JournalError) {
        do throws(JournalError) { try self.init(entry) } catch {
            throw JournalError(error.kind, "\(campaign.label): \(error.reason)")
        }
    }
}

extension Event {
    /// The outcomes that a new process tries again.
    var retried: Set<Outcome> { Set(texts("retry").compactMap(Outcome.init)) }

    /// The process of the event `begun`: `process 4711 on cron-1`.
    var process: String {
        count("pid").map { LockHolder.process(Int64($0), on: text("hostname")) } ?? "a process"
    }
}

extension CampaignID {
    /// `web/3`, as a command line names the campaign.
    package var label: String { "\(name)/\(number)" }
}

extension CampaignHistory {
    /// Returns the last event; nil if no event is written yet.
    package func lastEvent(of campaign: CampaignID) throws(JournalError) -> Event? {
        let last = try count
        guard last > 0, let entry = try entries(numbered: last...last).first else { return nil }
        return try Event(entry, of: campaign)
    }
}

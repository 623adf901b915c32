package import Journal

/// The event that opened a campaign, with the instances of the campaign in the order of the plan.
package struct Opening: Sendable {
    package let campaign: CampaignID
    let event: Event
    private let ids: [String]
    private let names: [String]
    private let groups: [String]

    /// Reads the first event of a campaign; nil if no event is written yet.
    package init?(_ campaign: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        guard let entry = try history.entries(numbered: 1...1).first else { return nil }
        self.campaign = campaign
        event = try Event(entry, of: campaign)
        (ids, names, groups) = (event.texts("ids"), event.texts("names"), event.texts("groups"))
    }

    /// Reads the first event of a script's campaign, for an instance of its requests; a script has no plan.
    ///
    /// Returns nil if no event is written yet.
    init?(
        _ campaign: CampaignID, about instance: String, reading history: any CampaignHistory
    ) throws(JournalError) {
        guard let entry = try history.entries(numbered: 1...1).first else { return nil }
        self.campaign = campaign
        event = try Event(entry, of: campaign)
        (ids, names, groups) = ([instance], [], [])
    }

    /// Returns the positions of the instances with this id, or else with this name.
    package func positions(of text: String) -> [Int] {
        if let position = ids.firstIndex(of: text) { return [position] }
        return names.indices.filter { names[$0] == text && $0 < ids.count }
    }

    package func instance(at position: Int) -> InstanceRecord {
        var record = InstanceRecord(id: ids[position])
        record.name = names.indices.contains(position) ? names[position] : ""
        record.group = groups.indices.contains(position) ? groups[position] : ""
        return record
    }

    /// Every id and name, for suggestions.
    package var words: [String] { ids + names }
}

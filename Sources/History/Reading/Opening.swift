package import Journal

/// The event that opened a campaign: which instances it has, in the order of the plan.
package struct Opening: Sendable {
    package let campaign: CampaignID
    let event: Event
    private let ids: [String]
    private let names: [String]
    private let groups: [String]

    /// Nil where nothing was written yet.
    package init?(_ campaign: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        guard let entry = try history.entries(numbered: 1...1).first else { return nil }
        self.campaign = campaign
        event = try Event(entry, of: campaign)
        (ids, names, groups) = (event.texts("ids"), event.texts("names"), event.texts("groups"))
    }

    /// The first event of a script about an instance that it has asked something for; a script has no plan.
    ///
    /// Nil where nothing was written yet.
    init?(
        _ campaign: CampaignID, about instance: String, reading history: any CampaignHistory
    ) throws(JournalError) {
        guard let entry = try history.entries(numbered: 1...1).first else { return nil }
        self.campaign = campaign
        event = try Event(entry, of: campaign)
        (ids, names, groups) = ([instance], [], [])
    }

    /// The positions of the instances with this id, or else with this name.
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

    /// Every id and name, to suggest one.
    package var words: [String] { ids + names }
}

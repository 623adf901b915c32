package import Journal

/// The state of a campaign and of its instances, up to the last event that was applied.
///
/// This type decides nothing: every event carries what it changes. Only the core of `rolling` has the rules.
package struct CampaignRecord: Sendable {
    package private(set) var head: CampaignHead
    /// The instances, in the order of the plan.
    package private(set) var instances: [InstanceRecord] = []
    private var positions: [String: Int] = [:]

    package init(_ id: CampaignID) { head = CampaignHead(id) }

    /// Reads every event of a campaign.
    /// - Throws: An error if the journal is damaged, or can't be read.
    package init(_ id: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        self.init(id)
        for entry in try history.entries() { take(try Event(entry, of: id)) }
    }

    package var id: CampaignID { head.id }

    package func instance(_ id: String) -> InstanceRecord? { positions[id].map { instances[$0] } }

    package mutating func take(_ event: Event) {
        if head.take(event) {
            for place in instances.indices { instances[place].reopen(trying: event.retried) }
        } else if event.kind == "opened" {
            open(event)
        } else {
            for id in event.ids { instances[place(of: id)].take(event) }
        }
    }

    private mutating func open(_ event: Event) {
        let names = event.texts("names"), groups = event.texts("groups")
        for (position, id) in event.texts("ids").enumerated() {
            let place = place(of: id)
            if names.indices.contains(position) { instances[place].name = names[position] }
            if groups.indices.contains(position) { instances[place].group = groups[position] }
        }
    }

    private mutating func place(of id: String) -> Int {
        if let place = positions[id] { return place }
        instances.append(InstanceRecord(id: id))
        positions[id] = instances.count - 1
        return instances.count - 1
    }
}

package import Journal

/// What the events of a campaign say, up to the last event that was taken in.
///
/// Nothing is decided here: every event carries what it changes. The core of `rolling` alone has the rules.
package struct CampaignRecord: Sendable {
    package let id: CampaignID
    /// Seconds since 1970 UTC; 0 before the first event.
    package private(set) var began = 0.0
    /// The time of the last event, in seconds since 1970 UTC.
    package private(set) var lastTime = 0.0
    package private(set) var planHash: String?
    /// How many processes have worked on the campaign.
    package private(set) var lives = 1
    /// Why nothing was begun any more in the last life: by what, and the sentence.
    package private(set) var stopped: (by: String, reason: String)?
    /// How the last process left the campaign; nil where it was killed or is at work.
    package private(set) var ending: Ending?
    /// How many instances the campaign has.
    package private(set) var total = 0
    /// The most instances that were down at once.
    package private(set) var peak = 0
    /// In the order in which they were met; in the order of the plan where `opened` was taken in with members.
    package private(set) var instances: [InstanceRecord] = []
    private var positions: [String: Int] = [:]

    package init(_ id: CampaignID) { self.id = id }

    package var standing: Standing { ending?.standing ?? .open }

    package func instance(_ id: String) -> InstanceRecord? { positions[id].map { instances[$0] } }

    package mutating func take(_ event: Event) {
        lastTime = event.time
        switch event.kind {
        case "opened": open(event)
        case "begun": begin(event)
        case "stopping": stopped = (event.text("by") ?? "", event.text("text") ?? "")
        case "closed": ending = Ending(event)
        default: change(event)
        }
    }

    private mutating func open(_ event: Event) {
        (began, planHash) = (event.time, event.text("plan"))
        let ids = event.texts("ids"), names = event.texts("names"), groups = event.texts("groups")
        total = ids.count
        positions.reserveCapacity(total)
        for (position, id) in ids.enumerated() {
            let place = place(of: id)
            if names.indices.contains(position) { instances[place].name = names[position] }
            if groups.indices.contains(position) { instances[place].group = groups[position] }
        }
    }

    private mutating func begin(_ event: Event) {
        lives = max(lives, event.count("life") ?? 1)
        guard lives > 1 else { return }
        (ending, stopped) = (nil, nil)
        for place in instances.indices { instances[place].reopen() }
    }

    private mutating func change(_ event: Event) {
        if event.kind == "intent" { peak = max(peak, event.count("down") ?? 0) }
        for id in event.ids { instances[place(of: id)].take(event) }
    }

    private mutating func place(of id: String) -> Int {
        if let place = positions[id] { return place }
        instances.append(InstanceRecord(id: id))
        positions[id] = instances.count - 1
        return instances.count - 1
    }
}

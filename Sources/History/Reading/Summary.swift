package import Journal

/// A campaign in one row: when, how it stands, and how many instances have come to which end.
package struct Summary: Sendable {
    package var id: CampaignID
    /// Seconds since 1970 UTC.
    package var began: Double
    /// The time of the last event, in seconds since 1970 UTC.
    package var lastTime: Double
    package var lives: Int
    package var ending: Ending?
    /// Why the last process stopped before every instance was begun.
    package var stopped: String?
    /// How many instances the campaign has.
    package var total: Int
    package var counts: [Outcome: Int]
    package var underWay: Int

    /// The kinds of events that are read for a summary: few of those that each instance has.
    static let kinds: Set<String> = [
        "opened", "begun", "stopping", "closed", "draining", "intent", "withdrawn", "requeued", "ended",
        "inventory",
    ]

    package init(_ record: CampaignRecord) {
        (id, began, lastTime, lives) = (record.id, record.began, record.lastTime, record.lives)
        (ending, stopped, total) = (record.ending, record.stopped?.reason, record.total)
        counts = [:]
        underWay = 0
        for instance in record.instances {
            if let outcome = instance.outcome { counts[outcome, default: 0] += 1 }
            if instance.isUnderWay { underWay += 1 }
        }
    }

    /// Reads the summary of a campaign, also while a process works on it.
    package init(_ id: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        var record = CampaignRecord(id)
        for entry in try history.entries(of: Self.kinds) { record.take(try Event(entry, of: id)) }
        self.init(record)
        lastTime = try history.lastEvent(of: id)?.time ?? lastTime
    }

    package var standing: Standing { ending?.standing ?? .open }

    package func count(_ outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// How many instances are not done, failed, uncertain or skipped; those under way are among them.
    package var left: Int {
        total - count(.done) - count(.failed) - count(.uncertain) - count(.skipped)
    }

    /// Seconds from the beginning to the last event.
    package var seconds: Double { max(0, lastTime - began) }
}

extension CampaignHistory {
    /// The last event; nil where nothing was written yet.
    package func lastEvent(of campaign: CampaignID) throws(JournalError) -> Event? {
        let last = try count
        guard last > 0, let entry = try entries(numbered: last...last).first else { return nil }
        return try Event(entry, of: campaign)
    }
}

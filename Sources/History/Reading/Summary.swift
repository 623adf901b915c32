package import Journal

/// A campaign in one row: when, how it stands, and how many instances have come to which end.
package struct Summary: Sendable {
    package private(set) var head: CampaignHead
    package private(set) var counts: [Outcome: Int] = [:]
    package private(set) var underWay = 0

    /// The kinds of events that are read for a summary: few of those that each instance has.
    private static let kinds: Set<String> = [
        "opened", "begun", "stopping", "closed", "requeued", "ended", "inventory",
    ]
    /// What is read beside them where the last process did not end its work: which instances it has left under way.
    private static let kindsOnTheWay: Set<String> = ["draining", "intent", "withdrawn"]

    /// The summary of a script: refused requests have failed, and those that are not resolved are uncertain.
    package init(_ requests: ScriptRequests) {
        head = requests.head
        counts = [.failed: requests.refused, .uncertain: requests.unresolved.count]
    }

    package init(_ record: CampaignRecord) {
        head = record.head
        for instance in record.instances { count(instance.progress) }
    }

    /// Reads the summary of a campaign, also while a process works on it.
    package init(_ id: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        head = CampaignHead(id)
        let last = try history.lastEvent(of: id)
        let kinds = last?.kind == "closed" ? Self.kinds : Self.kinds.union(Self.kindsOnTheWay)
        var instances: [String: Progress] = [:]
        for entry in try history.entries(of: kinds) {
            // Most events that are read are ends, of which little is needed.
            if let end = QuickEnd(entry.encoded) {
                instances[end.id, default: Progress()].end(end.outcome)
            } else {
                take(try Event(entry, of: id), &instances)
            }
        }
        for instance in instances.values { count(instance) }
        head.lastTime = last?.time ?? head.lastTime
    }

    private mutating func take(_ event: Event, _ instances: inout [String: Progress]) {
        if head.take(event) {
            for id in instances.keys { instances[id]?.reopen(trying: event.retried) }
        } else if event.kind == "opened" {
            instances.reserveCapacity(head.total)
        } else {
            for id in event.ids { instances[id, default: Progress()].take(event) }
        }
    }

    private mutating func count(_ progress: Progress) {
        if let outcome = progress.outcome { counts[outcome, default: 0] += 1 }
        if progress.isUnderWay { underWay += 1 }
    }

    package func count(_ outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// How many instances are not done, failed, uncertain or skipped; those under way are among them.
    package var left: Int {
        head.total - count(.done) - count(.failed) - count(.uncertain) - count(.skipped)
    }
}

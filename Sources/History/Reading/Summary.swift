package import Journal

/// A campaign in one row: its times, how it stands, and the number of instances with each outcome.
package struct Summary: Sendable {
    package private(set) var head: CampaignHead
    package private(set) var counts: [Outcome: Int] = [:]
    package private(set) var underWay = 0

    /// The kinds of events that a summary reads; each instance has few events of these kinds.
    private static let kinds: Set<String> = [
        "opened", "begun", "stopping", "closed", "requeued", "ended", "inventory",
    ]
    /// The kinds that a summary also reads if the last process did not end its work: they show the instances
    /// under way.
    private static let kindsOnTheWay: Set<String> = ["draining", "intent", "withdrawn"]

    /// Makes the summary of a script: refused requests count as failed, and unresolved requests as uncertain.
    package init(_ requests: ScriptRequests) {
        head = requests.head
        counts = [.failed: requests.refused, .uncertain: requests.unresolved.count]
    }

    package init(_ record: CampaignRecord) {
        head = record.head
        for instance in record.instances { count(instance.progress) }
    }

    /// Reads the summary of a campaign, even while a process works on it.
    package init(_ id: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        head = CampaignHead(id)
        let last = try history.lastEvent(of: id)
        let kinds = last?.kind == "closed" ? Self.kinds : Self.kinds.union(Self.kindsOnTheWay)
        var instances: [InstanceKey: Progress] = [:]
        try history.visit(kinds) { entry throws(JournalError) in
            // Most of these events are of the kind `ended`, of which a summary needs little.
            if let end = QuickEnd(entry.encoded) {
                instances[end.id, default: Progress()].end(end.outcome)
            } else {
                take(try Event(entry, of: id), &instances)
            }
        }
        for instance in instances.values { count(instance) }
        head.lastTime = last?.time ?? head.lastTime
    }

    private mutating func take(_ event: Event, _ instances: inout [InstanceKey: Progress]) {
        if head.take(event) {
            for id in instances.keys { instances[id]?.reopen(trying: event.retried) }
        } else if event.kind == "opened" {
            instances.reserveCapacity(head.total)
        } else {
            for id in event.ids { instances[InstanceKey(id.utf8), default: Progress()].take(event) }
        }
    }

    private mutating func count(_ progress: Progress) {
        if let outcome = progress.outcome { counts[outcome, default: 0] += 1 }
        if progress.isUnderWay { underWay += 1 }
    }

    package func count(_ outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// The number of instances that are not done, failed, uncertain or skipped; instances under way are among
    /// them.
    package var left: Int {
        head.total - count(.done) - count(.failed) - count(.uncertain) - count(.skipped)
    }
}

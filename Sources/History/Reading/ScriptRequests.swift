package import Journal

/// The requests of a script outside of rolls, and their results.
package struct ScriptRequests: Sendable {
    package private(set) var head: CampaignHead
    /// The number of reboots that the cloud accepted, and the number that it refused.
    package private(set) var accepted = 0
    package private(set) var refused = 0
    /// The instances with a reboot request whose result is not known.
    package private(set) var unresolved: [String] = []

    /// Reads every event of a campaign.
    package init(_ id: CampaignID, reading history: any CampaignHistory) throws(JournalError) {
        head = CampaignHead(id)
        var ledger = IntentLedger(), asked: Set<String> = []
        for entry in try history.entries() {
            let event = try Event(entry, of: id)
            _ = head.take(event)
            ledger.take(entry)
            if event.kind == "intent" { asked.formUnion(event.ids) }
            if event.kind == "answered" { count(event) }
        }
        unresolved = asked.filter { ledger.intent(for: $0, since: 0) != nil }.sorted()
    }

    private mutating func count(_ event: Event) {
        switch event.text("answer") {
        case "accepted": accepted += event.ids.count
        case "refused": refused += event.ids.count
        default: break
        }
    }
}

package import Journal

/// What happened to one instance in a campaign, event by event.
package struct Story: Sendable {
    package struct Line: Sendable {
        package var sequence: Int
        package var kind: String
        /// Seconds since 1970 UTC.
        package var time: Double
        /// What happened, without a full stop.
        package var text: String
    }

    package let campaign: CampaignID
    package private(set) var lines: [Line] = []
    /// The state of the instance after the last event.
    package private(set) var instance: InstanceRecord
    /// How the campaign stands: whether a process may still change the instance.
    package private(set) var standing = Standing.open
    private var before: Evidence?
    private var isLeft = false

    /// Kinds of events about the whole roll that belong to the story of each instance, besides `opened`.
    private static let kinds: Set<String> = ["begun", "stopping", "closed"]

    /// Reads the story of the instance at a position of the plan.
    ///
    /// - Parameters:
    ///   - opening: The event that opened the roll.
    ///   - position: Counts from 0.
    ///   - history: The stored events of the campaign.
    /// - Throws: An error if the journal is damaged, or can't be read.
    package init(
        _ opening: Opening, at position: Int, reading history: any CampaignHistory
    ) throws(JournalError) {
        campaign = opening.campaign
        instance = opening.instance(at: position)
        tell(opening.event)
        let own = try history.entries(about: instance.id), common = try history.entries(of: Self.kinds)
        let later = (own + common).filter { $0.sequence > opening.event.sequence }
        for entry in later.sorted(by: { $0.sequence < $1.sequence }) {
            take(try Event(entry, of: campaign))
        }
    }

    private mutating func take(_ event: Event) {
        switch event.kind {
        case "begun": begin(event)
        case "closed": standing = Ending(event)?.standing ?? .closed
        case "stopping": break
        default: instance.take(event)
        }
        // A stop of the roll changes nothing for an instance that has ended.
        if event.kind != "stopping" || instance.outcome == nil { tell(event) }
        isLeft = event.kind == "closed"
    }

    private mutating func begin(_ event: Event) {
        standing = .open
        guard let life = event.count("life"), life > 1 else { return }
        if !isLeft { add(event, "the process before it was killed: it recorded no end") }
        instance.reopen(trying: event.retried)
    }

    private mutating func tell(_ event: Event) {
        let sentence = Sentence(
            event: event, instance: instance.id, author: campaign.author, before: before)
        add(event, sentence.text)
        if event.kind == "intent" { before = sentence.own("before") }
    }

    private mutating func add(_ event: Event, _ text: String) {
        lines.append(Line(sequence: event.sequence, kind: event.kind, time: event.time, text: text))
    }
}

package import Journal

/// What the events of a campaign say about the campaign as a whole.
package struct CampaignHead: Sendable {
    package let id: CampaignID
    /// Seconds since 1970 UTC; 0 before the first event.
    package private(set) var began = 0.0
    /// The time of the last event, in seconds since 1970 UTC.
    package var lastTime = 0.0
    package private(set) var planHash: String?
    /// The last process that worked on the campaign: `process 4711 on cron-1`.
    package private(set) var process: String?
    /// How many processes have worked on the campaign.
    package private(set) var lives = 1
    /// Why the last process stopped before every instance was begun: by what, and the sentence.
    package private(set) var stopped: (by: String, reason: String)?
    /// How the last process left the campaign; nil where it was killed or is at work.
    package private(set) var ending: Ending?
    /// How many instances the campaign has.
    package private(set) var total = 0
    /// The most instances that were down at once.
    package private(set) var peak = 0

    package init(_ id: CampaignID) { self.id = id }

    /// False for a campaign whose process was killed before its first event, or has not written it yet.
    package var hasBegun: Bool { began > 0 }

    package var standing: Standing { ending?.standing ?? .open }

    /// Seconds from the beginning to the last event.
    package var seconds: Double { max(0, lastTime - began) }

    /// Takes in an event; whether it begins a life after the first one.
    mutating func take(_ event: Event) -> Bool {
        lastTime = event.time
        switch event.kind {
        case "opened": (began, planHash, total) = (event.time, event.text("plan"), event.texts("ids").count)
        case "begun": return begin(event)
        case "stopping": stopped = (event.text("by") ?? "", event.text("text") ?? "")
        case "closed": ending = Ending(event)
        case "intent": peak = max(peak, event.count("down") ?? 0)
        default: break
        }
        return false
    }

    private mutating func begin(_ event: Event) -> Bool {
        if began == 0 { began = event.time }  // a script has no plan that is opened
        lives = max(lives, event.count("life") ?? 1)
        process = event.process
        if lives > 1 { (ending, stopped) = (nil, nil) }
        return lives > 1
    }
}

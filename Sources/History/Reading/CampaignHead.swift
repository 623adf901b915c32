package import Journal

/// The state of a campaign as a whole, read from its events.
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
    /// Why the last process stopped: the cause, and a sentence.
    package private(set) var stopped: (by: String, reason: String)?
    /// How the last process left the campaign; nil if the process was killed or is at work.
    package private(set) var ending: Ending?
    /// How many instances the campaign has.
    package private(set) var total = 0
    /// The most instances that were down at once.
    package private(set) var peak = 0

    package init(_ id: CampaignID) { self.id = id }

    /// Why the last process stopped; nil for a stop that held nothing back: the rule of `is_stop_told` in `failures.lua`.
    ///
    /// `left` is the number of instances that have no outcome, or were not started.
    package func stopReason(left: Int) -> String? {
        // A roll that was left open although every instance had its turn has a retry that was put off.
        let isLeft = ending.map { $0.standing != .closed } ?? false
        let holdsBackOnly = ["signal", "cancelled", "deadline", "window", "blocked"]
        guard let stopped, left > 0 || isLeft || !holdsBackOnly.contains(stopped.by) else { return nil }
        return stopped.reason
    }

    /// Whether the first event is written; false if the process was killed before it, or has not written it
    /// yet.
    package var hasBegun: Bool { began > 0 }

    package var standing: Standing { ending?.standing ?? .open }

    /// Seconds from the beginning to the last event.
    package var seconds: Double { max(0, lastTime - began) }

    /// Applies an event; returns true if the event begins another process after the first.
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
        if began == 0 { began = event.time }  // a script has no event `opened`
        lives = max(lives, event.count("life") ?? 1)
        process = event.process
        if lives > 1 { (ending, stopped) = (nil, nil) }
        return lives > 1
    }
}

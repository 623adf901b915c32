import Basics

/// A reboot request whose result is not known, and the process that made it.
package struct UnresolvedIntent: Sendable, Equatable {
    /// How long an unresolved request keeps the instance from being rebooted again, in seconds.
    package static let keepsFor = 86_400.0

    package var instance: String
    package var campaign: CampaignID
    package var intent: IntentLedger.Intent
    /// `process 4711 on cron-1`; nil if the campaign does not tell the process.
    package var process: String?

    package init(
        instance: String, campaign: CampaignID, intent: IntentLedger.Intent, process: String?
    ) {
        self.instance = instance
        self.campaign = campaign
        self.intent = intent
        self.process = process
    }

    /// Seconds since 1970 UTC.
    package var time: Double { intent.time }

    /// `the script nightly.lua (process 4711 on cron-1)`.
    package var asker: String { campaign.author + (process.map { " (\($0))" } ?? "") }

    /// A sentence for people, without a full stop: what asked, the instance, the time, and what is not known.
    package var sentence: String {
        let answer =
            intent.isUnknown ? "what became of the request is unknown" : "no answer to it is recorded"
        return "\(asker) asked for a reboot of \(instance) at \(timeText), and \(answer)"
    }

    /// `2026-01-06T03:12:07Z`.
    package var timeText: String { CalendarTime.text(unixSeconds: Int64(time.rounded(.down))) }
}

extension CampaignID {
    /// What asks for the reboots of this campaign: `the roll 'web'`, `the script nightly.lua`.
    package var author: String {
        switch kind {
        case .roll: "the roll '\(name)'"
        case .script: ScriptName(campaign: name)?.text ?? name
        case .execution: name
        }
    }
}

extension Sentence {
    /// Events that are about one instance.
    static let ofAnInstance: [String: Writer] = [
        "drained": { $0.drained },
        "departed": { $0.departed },
        "forced": {
            "a second reboot, by force, was about to be requested\($0.because)"
                + $0.until("return_by", "to be back by")
        },
        "returned": { "it was RUNNING again\($0.until("verify_by", "to be proven by"))" },
        "proven": { $0.proven },
        "health": { $0.health },
        "unwell_seen": { _ in "a health check failed for the first time since the request" },
        "undrained": { _ in "it was back in load" },
        "requeued": { $0.requeued },
        "ended": { $0.ended },
        "inventory": { $0.inventory },
    ]

    private var took: String {
        event.number("took").map { ", \(CalendarWords.length($0)) after the request" } ?? ""
    }

    private var drained: String {
        reason.map { "it could not be taken out of load, and went on without that: \($0)" }
            ?? "it was out of load"
    }

    private var departed: String {
        guard let proof = event.text("proof") else {
            return reason.map { "it was taken as rebooted: \($0)" } ?? "it was seen leaving RUNNING"
        }
        guard let before, let after = Evidence(event["after"]) else { return Self.proofTexts[proof] ?? proof }
        if proof == "uptime" {
            return "its boot began at another time: \(before.timeText) → \(after.timeText)"
        }
        let name = proof == "boot_id" ? "its boot id" : "the answer of the script's own check"
        return "\(name) differed: \(before.text) → \(after.text)"
    }

    private static let proofTexts = [
        "boot_id": "its boot id differed", "uptime": "its boot began at another time",
        "function": "the answer of the script's own check differed",
        "status": "it was seen leaving RUNNING", "health": "its health check was seen failing",
        "any": "it was seen leaving RUNNING",
    ]

    private var proven: String {
        let proof = event.text("proof").map { " (\(Self.proofTexts[$0] ?? $0))" } ?? ""
        return "the reboot was proven\(proof)\(until("healthy_by", "to be healthy by"))"
    }

    private var health: String {
        event.isTrue("well")
            ? "it was healthy\(until("well_until", "to stay so until"))" : "it was not healthy any more"
    }

    private var requeued: String {
        let again = event.isTrue("retried") ? "it was proven that nothing had happened, and " : ""
        return "\(again)it waited for another turn\(because)"
    }

    private var ended: String {
        let outcome = event.text("outcome").flatMap(Outcome.init)
        if event.text("restored") != nil, let outcome {
            return "it stayed \(outcome.title)\(because)"
        }
        let words = outcome.map { "it ended \($0.title)" } ?? "it came to an end"
        return words + took + because
    }

    private var inventory: String {
        if event.isTrue("gone") { return "the cloud did not list it any more" }
        return event.isTrue("well") ? "it was healthy again" : "it was looked at again"
    }
}

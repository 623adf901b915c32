extension Sentence {
    /// Events that are about the whole roll.
    static let ofTheRoll: [String: Writer] = [
        "opened": { $0.opened },
        "begun": { $0.begun },
        "waiting": { "nothing was begun\($0.waitText)" },
        "waited": { _ in "the wait was over" },
        "question": { "approval was asked for: \($0.words)" },
        "answer": { $0.answer },
        "canary": { $0.canary },
        "stopping": { "no further instance was begun: \($0.words)" },
        "note": { $0.words },
        "closed": { $0.closed },
    ]

    private var words: String { event.text("text") ?? "no reason was given" }

    private var opened: String {
        let ids = event.texts("ids"), groups = event.texts("groups")
        let began = "the roll began with \(ids.count) \(ids.count == 1 ? "instance" : "instances")"
        guard let position = ids.firstIndex(of: instance) else { return began }
        let group = groups.indices.contains(position) ? groups[position] : ""
        return "\(began); this one was number \(position + 1) of the plan"
            + (group.isEmpty ? "" : ", in group \(group)")
    }

    private var begun: String {
        let process = event.count("pid").map { "process \($0)" } ?? "a process"
        let host = event.text("hostname").map { " on \($0)" } ?? ""
        let life = event.count("life") ?? 1
        guard life > 1 else { return "\(process)\(host) began the roll" }
        let retried = event.texts("retry").joined(separator: " or ")
        return "\(process)\(host) took up the roll (life \(life))"
            + (retried.isEmpty ? "" : ", to try again what ended \(retried)")
    }

    private var waitText: String {
        let chance = reason == "jitter" ? ": a random delay at the start" : ""
        let text = event.text("text").map { ": \($0)" } ?? chance
        return text + until("wait_until", "until")
    }

    private var answer: String {
        let approver = event.text("by") ?? "nothing"
        if approver == "timeout" {
            return event.isTrue("approved")
                ? "no approval came in time, and the roll went on without it" : "no approval came in time"
        }
        return event.isTrue("approved")
            ? "the roll was approved (by \(approver))" : "the roll was not approved (by \(approver))"
    }

    private var canary: String {
        "the canary stayed healthy" + (event.isTrue("passed") ? "" : "; approval was needed to go on")
    }

    private var closed: String {
        let code = event.count("exit_code").map { " with exit code \($0)" } ?? ""
        let standing = event.text("left") ?? "closed"
        return "the process ended its work\(code); the roll was \(standing)"
    }
}

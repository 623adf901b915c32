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
        return "\(began); this one was number \(position + 1) in its order"
            + (group.isEmpty ? "" : ", in group \(group)")
    }

    private var begun: String {
        guard let life = event.count("life") else { return "\(event.process) ran \(author)" }
        guard life > 1 else { return "\(event.process) began the roll" }
        let retried = event.texts("retry").joined(separator: " or ")
        return "\(event.process) took up the roll, as process \(life) of the roll"
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
        guard let number = event.count("exit_code") else { return "the process ended its work" }
        return switch event.text("left") {
        case "open": "the roll stopped with exit code \(number), and was open for the next process"
        case "held": "the roll stopped with exit code \(number), and was held until an operator decides"
        default: "the roll ended with exit code \(number)"
        }
    }
}

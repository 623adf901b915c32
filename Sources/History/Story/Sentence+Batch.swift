extension Sentence {
    /// Events that are about several instances of a batch.
    static let ofABatch: [String: Writer] = [
        "chosen": { "\($0.batch) was chosen, with this instance in it" },
        "released": { _ in "it gave its place up and waited for another turn" },
        "draining": { _ in "the script began to take it out of load" },
        "intent": { $0.intent },
        "withdrawn": { "the request was not sent after all\($0.because)" },
        "answered": { $0.answered },
        "undraining": { $0.undraining },
        "batch_over": { $0.batchOver },
    ]

    private var intent: String {
        // The count has the instances of the batch in it.
        let down = event.count("down").map {
            "; \($0) \($0 == 1 ? "instance was" : "instances were") down, this batch included"
        }
        let part = event.count("batch") == nil ? wish : ", in \(batch)"
        return "its reboot was about to be requested\(part)\(known)\(down ?? "")"
            + until("send_by", "to be sent by", "or not at all")
    }

    /// The evidence that a reboot will change, or why no evidence was read.
    private var known: String {
        if let before = own("before") { return "; evidence before: \(before.text)" }
        return own("problems").map { "; no evidence before: \($0.text)" } ?? ""
    }

    private var answered: String {
        switch event.text("answer") {
        case "accepted": "the cloud accepted the request"
        case "refused":
            "the cloud refused the request\(because)"
                + (event.isTrue("retryable") ? "; it could be requested again" : "")
        default: "\(reason ?? "no clear answer came"); what became of the request is unknown"
        }
    }

    private var undraining: String {
        let outcome = event.text("outcome").flatMap(Outcome.init).map { ", as \($0.title)" }
        let turn = event.text("outcome") == "planned" ? ", for another turn" : ""
        return "the script began to put it back into load\(outcome ?? turn)\(because)"
    }

    private var batchOver: String {
        event.text("lack").map { "\(batch) was over, and nothing was rebooted: \($0)" } ?? "\(batch) was over"
    }
}

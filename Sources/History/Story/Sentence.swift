/// An event in the story of one instance: what happened, in words, with its evidence.
struct Sentence {
    typealias Writer = @Sendable (Sentence) -> String

    let event: Event
    /// The instance that the story is about.
    let instance: String
    /// Who asked for the reboots: `the script nightly.lua`.
    var author = "the roll"
    /// What the last request of the instance noted as evidence; nil where it noted none.
    let before: Evidence?

    /// The sentence of each kind of event; the core of `rolling` declares the kinds.
    static let writers: [String: Writer] = ofTheRoll.merging(ofABatch) { $1 }.merging(ofAnInstance) { $1 }
        .merging(ofAScript) { $1 }

    /// The sentence, without a full stop.
    var text: String {
        guard let writer = Self.writers[event.kind] else {
            return "an event of the kind '\(event.kind)', which this version does not know"
        }
        return writer(self)
    }
}

// MARK: - Words for all sentences

extension Sentence {
    var reason: String? { event.text("reason") }

    /// `: REASON`, or nothing.
    var because: String { reason.map { ": \($0)" } ?? "" }

    var batch: String { event.count("batch").map { "batch \($0)" } ?? "a batch" }

    /// `; WORDS 03:12:07`, or nothing where the event has no such time.
    func until(_ field: String, _ words: String) -> String {
        event.calendarTime(field).map { "; \(words) \(CalendarWords.time($0))" } ?? ""
    }

    /// The element of a list that belongs to the instance; nil where it is false or missing.
    func own(_ field: String) -> Evidence? {
        guard let position = event.ids.firstIndex(of: instance) else { return nil }
        let list = event.list(field)
        return list.indices.contains(position) ? Evidence(list[position]) : nil
    }
}

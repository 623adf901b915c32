/// An event in the story of one instance: what happened, in words, with its evidence.
struct Sentence {
    typealias Writer = @Sendable (Sentence) -> String

    let event: Event
    /// The instance that the story is about.
    let instance: String
    /// What requested the reboots: `the script nightly.lua`.
    var author = "the roll"
    /// The evidence in the last intent of the instance; nil if the intent has none.
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

    /// `: REASON`, or an empty text.
    var because: String { reason.map { ": \($0)" } ?? "" }

    var batch: String { event.count("batch").map { "batch \($0)" } ?? "a batch" }

    /// `; WORDS 03:12:07 MORE`, or an empty text if the event has no such time.
    func until(_ field: String, _ words: String, _ more: String = "") -> String {
        guard let time = event.calendarTime(field) else { return "" }
        return "; \(words) \(CalendarWords.time(time))" + (more.isEmpty ? "" : " \(more)")
    }

    /// Returns the element of a list that belongs to the instance; nil if the element is false or missing.
    func own(_ field: String) -> Evidence? {
        guard let position = event.ids.firstIndex(of: instance) else { return nil }
        let list = event.list(field)
        return list.indices.contains(position) ? Evidence(list[position]) : nil
    }
}

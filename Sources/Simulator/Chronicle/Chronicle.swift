import Basics

/// Everything that happened in one run, in order.
struct Chronicle: Sendable {
    private(set) var events: [Event] = []
    private var struck: Set<Occurrence> = []

    mutating func add(_ kind: Event.Kind, at moment: Moment) {
        events.append(Event(at: moment, kind: kind))
    }

    /// Notes a stroke of bad luck, each once.
    mutating func add(_ occurrence: Occurrence, at moment: Moment) {
        if struck.insert(occurrence).inserted { add(.struck(occurrence), at: moment) }
    }
}

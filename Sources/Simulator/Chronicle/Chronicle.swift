package import Basics

/// All events of one run, in order.
package struct Chronicle: Sendable {
    package private(set) var events: [Event] = []
    private var struck: Set<Occurrence> = []

    package init() {}

    package mutating func add(_ kind: Event.Kind, at moment: Moment) {
        events.append(Event(at: moment, kind: kind))
    }

    /// Adds an occurrence of a fault, unless it was added before.
    package mutating func add(_ occurrence: Occurrence, at moment: Moment) {
        if struck.insert(occurrence).inserted { add(.struck(occurrence), at: moment) }
    }
}

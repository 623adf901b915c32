import Basics

/// The parts of an event by which a journal finds it again: its kind, its time, and its instances.
package struct EventOutline: Sendable, Equatable {
    /// Empty if the event has no kind.
    package var kind = ""
    /// Seconds since 1970 UTC; 0 if the event has no time.
    package var time = 0.0
    /// The ids of the fields `id` and `ids`, each once, in their order; empty for the event that opens a
    /// roll, because that event has all ids.
    package var subjects: [String] = []

    /// Reads an encoded event; the outline is empty if the event is not a JSON object.
    package init(_ encoded: [UInt8]) {
        guard let event = try? JSONValue(parsing: encoded) else { return }
        kind = event["kind"]?.stringValue ?? ""
        time = (event["time"]?.numberValue ?? 0) + 0  // turns -0 into 0, as SQLite would
        guard kind != "opened" else { return }
        let listed = event["ids"]?.arrayValue?.compactMap(\.stringValue) ?? []
        subjects = ([event["id"]?.stringValue].compactMap { $0 } + listed).withoutRepeats()
    }
}

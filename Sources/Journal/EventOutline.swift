import Basics

/// What a journal reads in an event, to find it again: its kind, its time, and the instances that it is about.
package struct EventOutline: Sendable, Equatable {
    /// Empty where the event has none.
    package var kind = ""
    /// Seconds since 1970 UTC; 0 where the event has none.
    package var time = 0.0
    /// The ids of `id` and `ids`, each once, in their order; none for the event that opens a roll, which has them all.
    package var subjects: [String] = []

    /// Reads an encoded event; what is not a JSON object has an empty outline.
    package init(_ encoded: [UInt8]) {
        guard let event = try? JSONValue(parsing: encoded) else { return }
        kind = event["kind"]?.stringValue ?? ""
        time = (event["time"]?.numberValue ?? 0) + 0  // SQLite would give -0 back as 0
        guard kind != "opened" else { return }
        var seen: Set<String> = []
        let listed = event["ids"]?.arrayValue?.compactMap(\.stringValue) ?? []
        subjects = ([event["id"]?.stringValue].compactMap { $0 } + listed).filter { seen.insert($0).inserted }
    }
}

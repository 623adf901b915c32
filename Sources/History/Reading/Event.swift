package import Basics
package import Journal

/// One event of a campaign, as it is read back from its journal.
package struct Event: Sendable {
    package let sequence: Int
    package let kind: String
    /// Seconds since 1970 UTC.
    package let time: Double
    private let fields: JSONObject

    /// Reads an entry.
    /// - Throws: ``JournalError/Kind/damaged`` if the entry is no event.
    package init(_ entry: JournalEntry) throws(JournalError) {
        guard let value = try? JSONValue(parsing: entry.encoded), case .object(let fields) = value,
            let kind = fields["kind"]?.stringValue, let time = fields["time"]?.numberValue
        else { throw JournalError(.damaged, "event \(entry.sequence) of the journal can't be read") }
        (sequence, self.kind, self.time, self.fields) = (entry.sequence, kind, time, fields)
    }

    package func text(_ name: String) -> String? { fields[name]?.stringValue }
    package func number(_ name: String) -> Double? { fields[name]?.numberValue }
    package func count(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }
    package func isTrue(_ name: String) -> Bool { fields[name]?.boolValue == true }
    package func list(_ name: String) -> [JSONValue] { fields[name]?.arrayValue ?? [] }
    package func texts(_ name: String) -> [String] { list(name).compactMap(\.stringValue) }

    /// The value of a field; nil if the event has no such field.
    package subscript(name: String) -> JSONValue? { fields[name] }

    /// The instances that the event is about.
    package var ids: [String] { text("id").map { [$0] } ?? texts("ids") }

    /// Returns the time in a field, which is on the clock of `at`, as seconds since 1970 UTC.
    ///
    /// Each process has its own clock; `at` and `time` of an event are the same moment.
    package func calendarTime(_ name: String) -> Double? {
        guard let value = number(name), let at = number("at") else { return nil }
        return time + value - at
    }
}

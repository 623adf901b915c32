package import Basics

/// The reboot requests of one campaign whose result is not known.
///
/// An intent is written before its request is sent. It stays open until an event shows the result: an answer
/// that accepts or refuses it, its withdrawal before it was sent, or, in a roll, a later observation of the
/// instance. An unknown answer, or the end of an instance as uncertain, shows no result.
package struct IntentLedger: Sendable {
    /// A request to reboot one instance.
    package struct Intent: Sendable, Equatable {
        /// The number of the event that was written before the request.
        package var sequence: Int
        /// Seconds since 1970 UTC.
        package var time: Double
        /// Whether the recorded answer to the request is unknown.
        package var isUnknown = false
    }

    /// The open intents by instance, oldest first.
    private var open: [String: [Intent]] = [:]

    package init() {}

    package var isEmpty: Bool { open.isEmpty }

    /// Returns the last open intent of an instance since a time, in seconds since 1970 UTC.
    package func intent(for instance: String, since time: Double) -> Intent? {
        open[instance]?.last { $0.time >= time }
    }
}

// MARK: - Events

extension IntentLedger {
    private static let begins: Set<String> = ["intent", "forced"]
    /// The kinds of events that show that a request was not sent, or show its result.
    ///
    /// After `requeued`, the instance waits for another turn, because it is proven that nothing happened.
    private static let resolves: Set<String> = ["withdrawn", "departed", "returned", "proven", "requeued"]

    /// The kinds of events that change the ledger; the core of `rolling` declares the kinds of a roll.
    package static let kinds = begins.union(resolves).union(["answered", "ended"])

    /// Applies the next event; an entry that is not a JSON object changes nothing.
    package mutating func take(_ entry: JournalEntry) {
        guard let event = try? JSONValue(parsing: entry.encoded) else { return }
        take(event, numbered: entry.sequence)
    }

    package mutating func take(_ event: JSONValue, numbered sequence: Int) {
        guard let kind = event["kind"]?.stringValue, Self.kinds.contains(kind) else { return }
        let listed = event["ids"]?.arrayValue?.compactMap(\.stringValue) ?? []
        for id in [event["id"]?.stringValue].compactMap({ $0 }) + listed {
            if Self.begins.contains(kind) {
                let time = event["time"]?.numberValue ?? 0
                open[id, default: []].append(Intent(sequence: sequence, time: time))
            } else {
                settle(id, kind, event)
            }
        }
    }

    private mutating func settle(_ id: String, _ kind: String, _ event: JSONValue) {
        guard open[id] != nil else { return }
        switch kind {
        case "answered" where event["answer"]?.stringValue == "unknown": markUnknown(id, event)
        case "ended" where event["outcome"]?.stringValue == "uncertain": break
        default: close(id, event)
        }
    }

    private mutating func markUnknown(_ id: String, _ event: JSONValue) {
        for place in open[id]?.indices ?? 0..<0 where Self.concerns(open[id]?[place], event) {
            open[id]?[place].isUnknown = true
        }
    }

    private mutating func close(_ id: String, _ event: JSONValue) {
        open[id]?.removeAll { Self.concerns($0, event) }
        if open[id]?.isEmpty == true { open[id] = nil }
    }

    /// Whether an event is about an intent: a script has several requests under way, and its events name the
    /// intent.
    private static func concerns(_ intent: Intent?, _ event: JSONValue) -> Bool {
        guard let number = event["intent"]?.integerValue else { return true }
        return intent?.sequence == Int(number)
    }
}

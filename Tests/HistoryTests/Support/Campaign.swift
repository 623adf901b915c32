import Basics
import History
import Journal

/// A campaign as a test writes it: events in order, on a clock that the test sets.
struct Campaign {
    var id = CampaignID(endpoint: "https://console.zenlayer.com", name: "web", number: 1)
    /// Seconds since 1970 UTC: 2026-01-06 01:05:00.
    var time = 1_767_661_500.0
    private(set) var entries: [JournalEntry] = []

    /// A campaign that has begun with these instances; `web-1` is the name of `i-1`.
    init(_ ids: [String] = ["i-1"], number: Int = 1) {
        id.number = number
        add(
            "opened",
            [
                "name": "web", "plan": "abc", "ids": .array(ids.map(JSONValue.string)),
                "names": .array(ids.map { .string($0.replacing("i-", with: "web-")) }),
                "groups": .array(ids.map { _ in "zone-a" }),
            ])
    }

    /// Adds an event, `seconds` after the last event.
    mutating func add(_ kind: String, _ fields: JSONObject = [:], after seconds: Double = 1) {
        time += entries.isEmpty ? 0 : seconds
        let common: JSONObject = [
            "kind": .string(kind), "seq": .integer(Int64(entries.count + 1)), "time": .number(time),
            "at": .number(time - 1_767_661_000),
        ]
        let event = JSONValue.object(JSONObject(common.members + fields.members))
        entries.append(JournalEntry(sequence: entries.count + 1, encoded: event.serialized()))
    }

    var events: [Event] { get throws { try entries.map { try Event($0) } } }

    var record: CampaignRecord {
        get throws {
            var record = CampaignRecord(id)
            for event in try events { record.take(event) }
            return record
        }
    }

    var history: any CampaignHistory {
        get throws {
            let archive = MemoryArchive()
            let holder = LockHolder(processID: 1, hostname: "h", since: 0, script: nil)
            let store = try archive.claim(endpoint: id.endpoint, name: id.name, holder: holder)
            for _ in 1..<id.number { _ = try store.create() }
            let journal = try store.create()
            for entry in entries { try journal.append(entry) }
            store.release()
            return try archive.history(of: id)
        }
    }

    var summary: Summary { get throws { try Summary(id, reading: history) } }

    func story(of instance: String) throws -> Story? {
        guard let opening = try Opening(id, reading: history),
            let position = opening.positions(of: instance).first
        else { return nil }
        return try Story(opening, at: position, reading: history)
    }
}

import Basics
import Foundation
import Journal
import JournalSQLite

/// A folder of journals that lasts as long as this value.
final class StateFolder {
    static let endpoint = "https://console.zenlayer.com"

    let path: String
    private let holder = LockHolder(processID: 4711, hostname: "cron-1", since: 0, script: "nightly.lua")

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "state-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Takes the lock of a name.
    func claim(_ name: String, endpoint: String = endpoint) throws -> any CampaignStore {
        try SQLiteArchive(folder: path) { $0() }.claim(endpoint: endpoint, name: name, holder: holder)
    }

    /// Writes the next campaign of a name.
    ///
    /// Each event is `SECONDS JSON`: the seconds since `began`, and its fields.
    func write(
        _ name: String, endpoint: String = endpoint, began: String = "2026-01-06T01:05:00Z", _ events: String
    ) throws {
        let store = try claim(name, endpoint: endpoint)
        let journal = try store.create()
        let start = Double(CalendarTime.unixSeconds(began) ?? 0)
        for (index, line) in events.split(separator: "\n").enumerated() {
            let parts = line.split(separator: " ", maxSplits: 1)
            try journal.append(entry(index + 1, after: Double(parts[0]) ?? 0, start, String(parts[1])))
        }
        store.release()
    }

    private func entry(
        _ sequence: Int, after seconds: Double, _ start: Double, _ text: String
    ) throws -> JournalEntry {
        var event = try JSONValue(parsing: Array(text.utf8)).objectValue ?? [:]
        event["seq"] = .integer(Int64(sequence))
        event["time"] = .number(start + seconds)
        event["at"] = .number(seconds)
        return JournalEntry(sequence: sequence, encoded: event.serialized())
    }

    /// Runs a command on this folder.
    func run(_ words: String...) throws -> ProgramRun { try ProgramRun(words + ["--state", path]) }

    /// The database of a campaign.
    func database(_ name: String, _ number: Int) throws -> String {
        let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return "\(path)/" + (files.first { $0.hasSuffix("\(name)/\(number).db") } ?? "missing")
    }
}

import Basics
import Journal

@testable import JournalSQLite

let campaign = CampaignID(endpoint: "https://console.zenlayer.com", name: "web", number: 1)

let holder = LockHolder(processID: 4711, hostname: "cron-1", since: 1_767_661_500, script: "nightly.lua")

/// Event number `sequence`, about some instances.
func makeEntry(
    _ sequence: Int, kind: String = "ended", ids: [String] = ["i-1"], isAwaited: Bool = false
) -> JournalEntry {
    let event: JSONValue = [
        "kind": .string(kind), "seq": .integer(Int64(sequence)), "time": 1_767_661_500.5,
        "ids": .array(ids.map(JSONValue.string)),
    ]
    return JournalEntry(sequence: sequence, encoded: event.serialized(), isAwaited: isAwaited)
}

/// Returns entries as they are read back: no effect waits for them.
func readBack(_ entries: [JournalEntry]) -> [JournalEntry] {
    entries.map { JournalEntry(sequence: $0.sequence, encoded: $0.encoded) }
}

extension TemporaryFolder {
    var place: JournalPlace { JournalPlace(campaign: campaign, folder: path) }

    /// Opens a journal without a thread; makes the journal if it does not exist.
    func openFile(_ hooks: JournalHooks = JournalHooks()) throws -> (file: JournalFile, entries: EntryBytes) {
        if !place.hasDatabase { try place.makeDatabase() }
        return try JournalFile.open(place, hooks: hooks)
    }

    /// Opens a journal; makes it if it does not exist.
    func openJournal(_ hooks: JournalHooks = JournalHooks(), on thread: ScriptThread) throws -> SQLiteJournal
    {
        if !place.hasDatabase { try place.makeDatabase() }
        return try SQLiteJournal(place, holding: nil, hooks: hooks, deliver: thread.deliver)
    }

    func archive(on thread: ScriptThread = ScriptThread()) -> SQLiteArchive {
        SQLiteArchive(folder: path, deliver: thread.deliver)
    }
}

/// Returns the kind of the `JournalError` that `body` throws; returns nil if it throws no error or another
/// error.
func kind(_ body: () throws -> Void) -> JournalError.Kind? {
    do { try body() } catch let error as JournalError { return error.kind } catch { return nil }
    return nil
}

import Journal
import Testing

@testable import JournalSQLite

@Suite struct SQLiteHistoryTests {
    private let folder: TemporaryFolder
    private let thread = ScriptThread()

    init() throws { folder = try TemporaryFolder() }

    @Test func aJournalIsReadWhileItIsWritten() throws {
        let journal = try folder.openJournal(on: thread)
        let history = try SQLiteHistory(folder.place)
        #expect(try history.count == 0)
        try journal.append(makeEntry(1))
        try journal.append(makeEntry(2, isAwaited: true))
        #expect(thread.settle(journal) == nil)
        #expect(try history.count == 2)
        #expect(try history.entries() == readBack([makeEntry(1), makeEntry(2)]))
        #expect(try history.entries(numbered: 2...9).map(\.sequence) == [2])
        journal.close()
    }

    @Test func theEventsAboutAnInstanceLeaveOutTheOneThatOpenedTheRoll() throws {
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1, kind: "opened", ids: ["i-1", "i-2"]))
        try journal.append(makeEntry(2, kind: "intent", ids: ["i-1", "i-2", "i-1"]))
        try journal.append(makeEntry(3, ids: ["i-2"]))
        try journal.append(makeEntry(4, ids: ["i-1"]))
        journal.close()
        let history = try SQLiteHistory(folder.place)
        #expect(try history.entries(about: "i-1").map(\.sequence) == [2, 4])
        #expect(try history.entries(about: "i-3").isEmpty)
    }

    @Test func eventsAreFoundByTheirKind() throws {
        let journal = try folder.openJournal(on: thread)
        for (sequence, kind) in [(1, "opened"), (2, "note"), (3, "ended"), (4, "note")] {
            try journal.append(makeEntry(sequence, kind: kind))
        }
        journal.close()
        let history = try SQLiteHistory(folder.place)
        #expect(try history.entries(of: ["note", "opened"]).map(\.sequence) == [1, 2, 4])
        #expect(try history.entries(of: []).isEmpty)
    }

    @Test func theEventsOfSomeKindsAboutManyInstancesAreFoundInOrder() throws {
        let ids = (1...1200).map { "i-\($0)" }
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1, kind: "opened", ids: ids))
        try journal.append(makeEntry(2, kind: "intent", ids: ids))
        try journal.append(makeEntry(3, kind: "note", ids: ["i-7"]))
        try journal.append(makeEntry(4, ids: ["i-1200"]))
        journal.close()
        let history = try SQLiteHistory(folder.place)
        func found(_ kinds: Set<String>, _ ids: [String], since time: Double = 0) throws -> [Int] {
            try history.entries(of: kinds, about: Set(ids), since: time).map(\.sequence)
        }
        #expect(try found(["intent", "ended"], ids) == [2, 4])
        #expect(try found(["note", "ended"], ["i-7", "i-8"]) == [3])
        #expect(try found(["intent"], ids, since: 1_767_661_501).isEmpty)
        #expect(try found([], ids).isEmpty && found(["intent"], []).isEmpty)
    }

    @Test func aJournalWhoseWriterWasKilledIsRead() throws {
        let files = try StoredFiles.make()
        try files.write(to: folder)
        #expect(try SQLiteHistory(folder.place).entries() == files.entries)
        #expect(try files.outcome(in: folder) == nil, "reading has changed nothing")
    }

    @Test func eventsThatAreMissingAtTheEndAreNoticedWhileReading() throws {
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1))
        journal.close()
        let old = try folder.place.database.readFile()
        let next = try folder.openJournal(on: thread)
        try next.append(makeEntry(2))
        next.close()
        try folder.place.database.writeFile(old)
        #expect(kind { _ = try SQLiteHistory(folder.place) } == .damaged)
    }

    @Test func aCampaignThatIsNotThereIsAnError() {
        #expect(kind { _ = try SQLiteHistory(folder.place) } == .unavailable)
    }
}

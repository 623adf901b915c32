import Basics
import CSQLite
import Journal
import Testing

@testable import JournalSQLite

@Suite struct SQLiteJournalTests {
    private let folder: TemporaryFolder
    private let thread = ScriptThread()

    init() throws { folder = try TemporaryFolder() }

    @Test func whatWasWrittenIsReadByTheNextProcess() throws {
        let entries = [
            makeEntry(1, kind: "opened"), makeEntry(2, isAwaited: true), makeEntry(3, ids: ["i-1", "ü"]),
        ]
        let first = try folder.openJournal(on: thread)
        for entry in entries { try first.append(entry) }
        #expect(first.close() == nil)
        let second = try folder.openJournal(on: thread)
        #expect(second.entries == readBack(entries))
        try second.append(makeEntry(4))
        #expect(second.entries.count == 4)
        second.close()
    }

    @Test func atRestOneFileHoldsAll() throws {
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1))
        journal.close()
        #expect(try Folder.names(in: folder.path) == ["1.db", "1.witness"])
    }

    @Test func whatIsOnlyObservedMakesNoEffectWait() throws {
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1))
        #expect(journal.isDurable)
        try journal.append(makeEntry(2, isAwaited: true))
        #expect(!journal.isDurable)
        #expect(thread.settle(journal) == nil)
        #expect(journal.isDurable)
        // The first event, for which no effect waits, was committed together with the second.
        #expect(WitnessFile.read(folder.place.witness)?.lastSequence == 2)
        journal.close()
    }

    @Test func aWaiterThatGivesUpIsNotCalledAndIsNoWork() throws {
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1, isAwaited: true))
        let waiter = journal.whenDurable { _ in Issue.record("called") }
        #expect(journal.isBusy)
        waiter.cancel()
        #expect(!journal.isBusy)
        #expect(thread.settle(journal) == nil)
        journal.close()
    }

    @Test func anEventThatDoesNotFollowTheLastOneIsRefused() throws {
        let journal = try folder.openJournal(on: thread)
        try journal.append(makeEntry(1))
        #expect(throws: JournalError("event 3 does not follow event 1")) { try journal.append(makeEntry(3)) }
        journal.close()
        #expect(throws: JournalError("the journal is closed")) { try journal.append(makeEntry(2)) }
    }

    @Test func synchronousNormalIsRefused() throws {
        var hooks = JournalHooks()
        hooks.configured = { try? $0.execute("pragma synchronous = normal") }
        let error = #expect(throws: JournalError.self) { try folder.openJournal(hooks, on: thread) }
        #expect(error?.kind == .unavailable)
        #expect(error?.reason.contains("SQLite's setting synchronous is 1, not 2") == true)
    }

    /// Makes the first commit of a connection fail; `left` points to the number of commits that are still to
    /// fail.
    private func failFirstCommit(_ connection: Connection, _ left: UnsafeMutablePointer<Int32>) {
        left.pointee = 1
        sqlite3_commit_hook(
            connection.handle,
            { context in
                let left = context?.assumingMemoryBound(to: Int32.self)
                defer { left?.pointee = 0 }
                return left?.pointee ?? 0
            }, left)
    }

    /// SQLite reports the log mode as set before it commits the change; here that commit fails.
    @Test func aLogThatCouldNotBeBegunIsNoticed() throws {
        nonisolated(unsafe) let left = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        defer { left.deallocate() }
        var hooks = JournalHooks()
        hooks.opened = { self.failFirstCommit($0, left) }
        let error = #expect(throws: JournalError.self) { try folder.openJournal(hooks, on: thread) }
        #expect(error?.kind == .unavailable)
        let next = try folder.openJournal(on: thread)
        #expect(next.entries.isEmpty)
        next.close()
    }

    @Test func theWordOfSQLiteThatThereIsALogIsNotBelieved() throws {
        let left = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        defer { left.deallocate() }
        try folder.place.makeDatabase()
        let connection = try Connection(folder.place.database, .write)
        failFirstCommit(connection, left)
        #expect(try connection.prepare("pragma journal_mode = wal").step())
        try DurableSettings.apply(to: connection)
        #expect(try connection.text("pragma journal_mode") == "wal")
        #expect(try DurableSettings.missing(on: connection)?.found == "not in force")
    }
}

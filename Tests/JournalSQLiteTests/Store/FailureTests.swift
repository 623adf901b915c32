import Basics
import Glibc
import Journal
import Synchronization
import Testing

@testable import JournalSQLite

/// A journal after a failed write or a failed sync.
@Suite struct FailureTests {
    private let folder: TemporaryFolder
    private let thread = ScriptThread()

    init() throws { folder = try TemporaryFolder() }

    /// Makes one sync of the witness fail; later syncs would succeed.
    private final class OneFailure: Sendable {
        private let left = Mutex(0)

        func arm() { left.withLock { $0 = 1 } }

        var hooks: JournalHooks {
            var hooks = JournalHooks()
            hooks.syncWitness = { [self] descriptor in
                guard left.withLock({ $0 }) > 0 else { return fdatasync(descriptor) }
                left.withLock { $0 -= 1 }
                errno = EIO
                return -1
            }
            return hooks
        }
    }

    @Test func aFailedSyncIsNotTriedAgain() throws {
        let failure = OneFailure()
        let journal = try folder.openJournal(failure.hooks, on: thread)
        failure.arm()
        try journal.append(makeEntry(1, isAwaited: true))
        let problem = thread.settle(journal)
        #expect(problem?.kind == .failed)
        #expect(problem?.reason.contains("input/output error") == true)
        #expect(!journal.isDurable)
        #expect(kind { try journal.append(makeEntry(2)) } == .failed)
        #expect(thread.settle(journal) == problem, "whoever waits later is told as well")
        #expect(journal.close() == problem)
    }

    @Test func aSyncThatFailsWhileAJournalIsOpenedMakesItUnavailable() throws {
        let failure = OneFailure()
        failure.arm()
        #expect(kind { _ = try folder.openJournal(failure.hooks, on: thread) } == .unavailable)
        let next = try folder.openJournal(on: thread)
        #expect(next.entries.isEmpty)
        next.close()
    }

    @Test func whatWasAppendedBeforeAFailureWasKnownIsNotWrittenAfterIt() throws {
        let isArmed = Mutex(false)
        let appended = Mailbox<Bool>()
        var hooks = JournalHooks()
        hooks.syncWitness = { descriptor in
            guard isArmed.withLock({ $0 }) else { return fdatasync(descriptor) }
            isArmed.withLock { $0 = false }
            _ = appended.take(waiting: .seconds(60))
            return -1
        }
        let journal = try folder.openJournal(hooks, on: thread)
        isArmed.withLock { $0 = true }
        try journal.append(makeEntry(1, isAwaited: true))
        while isArmed.withLock({ $0 }) { sched_yield() }  // until the first event is being synced
        try journal.append(makeEntry(2, isAwaited: true))
        appended.post(true)
        #expect(thread.settle(journal)?.kind == .failed)
        journal.close()
        #expect(try folder.openFile().entries.count == 1)
    }

    @Test func whatFailedLastIsFoundByTheNextProcess() throws {
        let failure = OneFailure()
        let journal = try folder.openJournal(failure.hooks, on: thread)
        failure.arm()
        try journal.append(makeEntry(1, isAwaited: true))
        _ = thread.settle(journal)
        journal.close()
        // The commit itself had succeeded: the database is one commit ahead of its witness.
        let next = try folder.openJournal(on: thread)
        #expect(next.entries.count == 1)
        #expect(WitnessFile.read(folder.place.witness)?.lastSequence == 1)
        next.close()
    }

    @Test func onAFullDiskOnlyWhatNothingWaitsForIsStillWritten() throws {
        let isArmed = Mutex(false)
        var hooks = JournalHooks()
        hooks.committing = { connection in
            if isArmed.withLock({ $0 }) { try? connection.execute("pragma max_page_count = 1") }
        }
        hooks.reserveReleased = { connection in
            isArmed.withLock { $0 = false }
            try? connection.execute("pragma max_page_count = 1000000")
        }
        let journal = try folder.openJournal(hooks, on: thread)
        isArmed.withLock { $0 = true }
        // The event needs more pages than the database may have.
        try journal.append(makeEntry(1, ids: (1...2000).map { "i-\($0)" }, isAwaited: true))
        #expect(thread.settle(journal)?.kind == .full)
        #expect(kind { try journal.append(makeEntry(2, isAwaited: true)) } == .full)
        try journal.append(makeEntry(2, kind: "closed"))
        #expect(journal.close()?.kind == .full)
        let next = try folder.openJournal(on: thread)
        #expect(next.entries.count == 2)
        next.close()
    }

    @Test func theReserveIsGivenUpForTheEnding() throws {
        let journal = try folder.openFile()
        var status = stat()
        stat(folder.place.reserve, &status)
        #expect(status.st_size == 1 << 20)
        journal.file.releaseReserve()
        stat(folder.place.reserve, &status)
        #expect(status.st_size == 0)
    }

    @Test func aDiskThatHasNoRoomForTheReserveEitherClosesTheJournal() throws {
        let isArmed = Mutex(false)
        var hooks = JournalHooks()
        hooks.committing = { connection in
            if isArmed.withLock({ $0 }) { try? connection.execute("pragma max_page_count = 1") }
        }
        let journal = try folder.openJournal(hooks, on: thread)
        isArmed.withLock { $0 = true }
        try journal.append(makeEntry(1, ids: (1...2000).map { "i-\($0)" }, isAwaited: true))
        while thread.settle(journal)?.kind == .full {}  // two problems arrive, one after the other
        #expect(kind { try journal.append(makeEntry(2)) } == .failed)
        journal.close()
    }
}

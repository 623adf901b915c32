import Glibc
import Journal
import Synchronization
import Testing

@testable import JournalSQLite

/// A journal whose process is killed, or whose power is cut, at any sync.
@Suite struct KillTests {
    private static let commits = 70  // more commits than the log holds before it is copied

    private let states: [[String: [UInt8]]]
    private let entries = (1...commits).map { makeEntry($0) }

    /// Copies the files at each sync of the witness: the commit is on the disk then, but the new witness is
    /// not.
    init() throws {
        let folder = try TemporaryFolder()
        let copies = Mutex<[[String: [UInt8]]]>([])
        var hooks = JournalHooks()
        hooks.opened = { try? $0.execute("pragma page_size = 512") }
        hooks.syncWitness = { descriptor in
            if let copy = try? folder.copyJournal() { copies.withLock { $0.append(copy) } }
            return fdatasync(descriptor)
        }
        let file = try folder.openFile(hooks).file
        for entry in entries {
            try file.write([entry])
            try file.tidy()
        }
        // The first sync was that of the empty journal.
        states = copies.withLock { Array($0.dropFirst()) }
    }

    private func outcome(of state: [String: [UInt8]], expecting count: Int) throws -> JournalError.Kind? {
        let files = StoredFiles(contents: state, entries: readBack(Array(entries.prefix(count))))
        return try files.outcome(in: TemporaryFolder())
    }

    @Test func everyCommitIsThereBeforeItsWitnessIsSynced() throws {
        #expect(states.count == Self.commits)
        for (index, state) in states.enumerated() {
            #expect(try outcome(of: state, expecting: index + 1) == nil)
        }
    }

    /// Each copy gets the witness of the copy before it, which records one commit less.
    @Test func aWitnessThatIsNotWrittenYetLosesNothing() throws {
        for index in states.indices.dropFirst() {
            var state = states[index]
            state["witness"] = states[index - 1]["witness"]
            #expect(try outcome(of: state, expecting: index + 1) == nil)
        }
    }

    /// This happens with `synchronous = NORMAL`, or on a disk that reports a sync before it is done.
    @Test func aCommitThatWasConfirmedAndIsLostIsNoticed() throws {
        for index in states.indices.dropFirst() {
            var state = states[index - 1]
            state["witness"] = states[index]["witness"]
            #expect(try outcome(of: state, expecting: index) == .damaged)
        }
    }
}

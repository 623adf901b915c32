import Basics
import Journal
import Testing

@testable import JournalSQLite

/// Damaged files: a journal is either refused or complete, and never loses events unnoticed.
@Suite struct DamageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func theUndamagedFilesAreWhole() throws {
        #expect(try StoredFiles.make().outcome(in: folder) == nil)
        #expect(try StoredFiles.makeAtRest().outcome(in: folder) == nil)
    }

    /// Opens the journal once for each damaged content of one file; returns how often the journal was
    /// refused, and how often it was complete.
    private func open(
        _ files: StoredFiles, _ ending: String, _ damages: some Sequence<[UInt8]>
    ) throws -> (refused: Int, whole: Int) {
        var (refused, whole) = (0, 0)
        for (number, damage) in damages.enumerated() {
            var damaged = files
            damaged.contents[ending] = damage
            let outcome = try damaged.outcome(in: folder)
            #expect(outcome != .locked, "damage \(number) of \(ending) is not noticed")
            if outcome == nil { whole += 1 } else { refused += 1 }
        }
        return (refused, whole)
    }

    /// Returns a copy of the content for each of its bytes, with that byte changed.
    private func flips(_ content: [UInt8]) -> some Sequence<[UInt8]> {
        content.indices.lazy.map { index in
            var flipped = content
            flipped[index] ^= 1 << (index % 8)
            return flipped
        }
    }

    @Test func aFlipOfAnyByteOfTheDatabase() throws {
        let files = try StoredFiles.makeAtRest()
        let count = try open(files, "db", flips(files.contents["db"] ?? []))
        #expect(count.refused > 100)
    }

    @Test func aFlipOfAnyByteOfTheLog() throws {
        let files = try StoredFiles.make()
        let count = try open(files, "db-wal", flips(files.contents["db-wal"] ?? []))
        #expect(count.refused > 100)
    }

    @Test func aFlipOfAnyByteOfTheWitness() throws {
        let files = try StoredFiles.make()
        let content = files.contents["witness"] ?? []
        #expect(content.count == 4096 + WitnessRecord.size)
        let read = Array(0..<WitnessRecord.size) + Array(4096..<content.count)
        let damages = read.map { index in
            var flipped = content
            flipped[index] ^= 1 << (index % 8)
            return flipped
        }
        // The other record of the witness is at most one commit older.
        #expect(try open(files, "witness", damages) == (0, read.count))
    }

    @Test func aLogOrADatabaseThatEndsTooSoon() throws {
        let alive = try StoredFiles.make()
        let log = alive.contents["db-wal"] ?? []
        let ofLog = try open(
            alive, "db-wal", stride(from: 0, to: log.count, by: 64).map { Array(log[..<$0]) })
        #expect(ofLog.refused > 10)
        let atRest = try StoredFiles.makeAtRest()
        let database = atRest.contents["db"] ?? []
        let cuts = stride(from: 0, to: database.count, by: 64).map { Array(database[..<$0]) }
        #expect(try open(atRest, "db", cuts) == (cuts.count, 0))
    }

    @Test(arguments: ["db", "db-wal", "witness"]) func aFileThatIsMissing(ending: String) throws {
        var files = try StoredFiles.make()
        files.contents[ending] = nil
        #expect(try files.outcome(in: folder) == .damaged)
    }

    @Test func anOlderCopyOfTheDatabaseOrOfTheWitness() throws {
        let (old, new) = (try StoredFiles.makeAtRest(commits: 2), try StoredFiles.makeAtRest(commits: 5))
        for ending in ["db", "witness"] {
            var files = new
            files.contents[ending] = old.contents[ending]
            #expect(try files.outcome(in: folder) == .damaged)
        }
    }

    @Test func aLossIsToldInASentenceThatSaysWhatToDo() throws {
        var files = try StoredFiles.make()
        files.contents["db-wal"] = []
        try files.write(to: folder)
        let error = #expect(throws: JournalError.self) { try folder.openFile() }
        #expect(
            error?.reason == """
                the journal \(folder.path)/1.db is damaged: it has lost events: 6 are recorded as written, 0 are there; \
                start with --new, after looking at the instances yourself; the damaged file is kept
                """)
    }

    @Test func damageIsToldByTheEventsThatItIsIn() throws {
        try StoredFiles.makeAtRest().write(to: folder)
        try Connection(folder.place.database, .write).execute(
            "update entry set time = time + 1 where seq = 3")
        let error = #expect(throws: JournalError.self) { try folder.openFile() }
        #expect(error?.reason.contains("is damaged: the events 3 to 4 are not what was written;") == true)
    }

    @Test func aDeclarationThatWasAddedIsRefused() throws {
        try StoredFiles.makeAtRest().write(to: folder)
        try Connection(folder.place.database, .write).execute(
            "create trigger loss after insert on entry begin delete from subject; end")
        #expect(kind { _ = try folder.openFile() } == .damaged)
    }

    @Test func theDamagedFilesAreKept() throws {
        var files = try StoredFiles.make()
        files.contents["db-wal"]?[600] ^= 1
        _ = try files.outcome(in: folder)
        for (ending, content) in files.contents {
            #expect(try "\(folder.path)/1.\(ending)".readFile() == content)
        }
    }

    @Test func aDatabaseThatIsOneCommitAheadOfItsWitnessIsWhole() throws {
        var files = try StoredFiles.make(commits: 4)
        files.contents["witness"] = try StoredFiles.make(commits: 3).contents["witness"]
        #expect(try files.outcome(in: folder) == nil)
        #expect(WitnessFile.read(folder.place.witness)?.lastSequence == 8)
    }

    @Test func theFileOfAnotherCampaignIsRefused() throws {
        try StoredFiles.makeAtRest().write(to: folder)
        for ending in ["db", "witness"] {
            try "\(folder.path)/2.\(ending)".writeFile(try "\(folder.path)/1.\(ending)".readFile())
        }
        var other = campaign
        other.number = 2
        let place = JournalPlace(campaign: other, folder: folder.path)
        #expect(kind { _ = try JournalFile.open(place) } == .damaged)
    }

    @Test func aNewerFormIsRefusedByItsName() throws {
        try StoredFiles.makeAtRest().write(to: folder)
        try Connection(folder.place.database, .write).execute("pragma user_version = 2")
        #expect(kind { _ = try folder.openFile() } == .newerSchema)
        #expect(kind { _ = try SQLiteHistory(folder.place) } == .newerSchema)
    }

    @Test func randomBytesAreRefused() throws {
        let files = try StoredFiles.make()
        var chance = SplitMix64(seed: 11)
        for ending in StoredFiles.endings {
            let damages = (0..<100).map { _ in
                (0..<Int(chance.next() % 5000)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
            }
            #expect(try open(files, ending, damages).whole == 0)
        }
    }

    @Test func randomBytesInTheMiddle() throws {
        let files = try StoredFiles.makeAtRest()
        var chance = SplitMix64(seed: 12)
        let content = files.contents["db"] ?? []
        let damages = (0..<300).map { _ in
            var damaged = content
            for _ in 0...chance.next() % 40 {
                damaged[Int(chance.next() % UInt64(content.count))] = UInt8(truncatingIfNeeded: chance.next())
            }
            return damaged
        }
        #expect(try open(files, "db", damages).refused > 200)
    }

    /// A larger table has inner pages, which hold only references to other pages.
    @Test func aFlipAnywhereInALargerDatabase() throws {
        let files = try StoredFiles.makeAtRest(commits: 60)
        let content = files.contents["db"] ?? []
        var chance = SplitMix64(seed: 13)
        let damages = (0..<1000).map { _ in
            var damaged = content
            damaged[Int(chance.next() % UInt64(content.count))] ^= 1 << (chance.next() % 8)
            return damaged
        }
        #expect(try open(files, "db", damages).refused > 500)
    }

    @Test func aJournalThatWasNeverWrittenToIsEmpty() throws {
        try folder.place.makeDatabase()
        #expect(try folder.openFile().entries.count == 0)
        #expect(try folder.openFile().entries.count == 0)
    }
}

import Foundation
import Journal

@testable import JournalSQLite

/// The files of a small journal, in memory, so that a test can damage and open them again and again.
struct StoredFiles {
    static let endings = ["db", "db-wal", "witness"]

    var contents: [String: [UInt8]] = [:]
    /// The events that the opened journal must have.
    var entries: [JournalEntry] = []

    /// A journal of a few commits in small pages, copied while its writer is alive: the last commits stand in the log only.
    static func make(commits: Int = 3) throws -> StoredFiles {
        let folder = try TemporaryFolder()
        var hooks = JournalHooks()
        hooks.opened = { try? $0.execute("pragma page_size = 512") }
        let file = try folder.openFile(hooks).file
        var entries: [JournalEntry] = []
        for commit in 1...commits {
            let pair = [
                makeEntry(2 * commit - 1, ids: ["i-\(commit)"]),
                makeEntry(2 * commit, ids: ["i-0", "i-\(commit)"]),
            ]
            try file.write(pair)
            entries += pair
        }
        var files = StoredFiles(entries: readBack(entries))
        files.contents = try folder.copyJournal()
        return files
    }

    /// Makes a journal whose writer has ended: the database holds every commit.
    static func makeAtRest(commits: Int = 3) throws -> StoredFiles {
        let alive = try make(commits: commits)
        let folder = try TemporaryFolder()
        try alive.write(to: folder)
        try folder.openFile().file.close()
        var files = StoredFiles(entries: alive.entries)
        files.contents = try folder.copyJournal(["db", "witness"])
        return files
    }

    func write(to folder: TemporaryFolder) throws {
        for ending in Self.endings + ["db-shm"] { try "\(folder.path)/1.\(ending)".deleteFile() }
        for (ending, content) in contents { try "\(folder.path)/1.\(ending)".writeFile(content) }
    }

    /// Opens the journal and tells whether its events are complete.
    ///
    /// Returns nil if every event is there, and the error's kind if the journal is refused. Returns
    /// `.locked`, which opening never throws, if events are missing or different.
    func outcome(in folder: TemporaryFolder) throws -> JournalError.Kind? {
        try write(to: folder)
        do {
            let opened = try folder.openFile()
            let found = (0..<opened.entries.count).map { opened.entries.entry($0 + 1) }
            let isWhole = try found == entries && isIndexWhole(SQLiteHistory(folder.place))
            return isWhole ? nil : .locked
        } catch let error as JournalError { return error.kind }
    }

    private func isIndexWhole(_ history: SQLiteHistory) throws -> Bool {
        var expected: [String: [JournalEntry]] = [:]
        for entry in entries {
            for instance in EventOutline(entry.encoded).subjects {
                expected[instance, default: []].append(entry)
            }
        }
        return try expected.allSatisfy { try history.entries(about: $0.key) == $0.value }
    }
}

extension TemporaryFolder {
    /// The files of the journal, by their endings, while its writer is alive.
    ///
    /// Another process copies the files: SQLite's locks end as soon as this process closes any file of the
    /// database.
    func copyJournal(_ endings: [String] = StoredFiles.endings) throws -> [String: [UInt8]] {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cp")
        process.arguments = endings.map { "\(path)/1.\($0)" } + [folder.path]
        try process.run()
        process.waitUntilExit()
        var contents: [String: [UInt8]] = [:]
        for ending in endings { contents[ending] = try "\(folder.path)/1.\(ending)".readFile() }
        return contents
    }
}

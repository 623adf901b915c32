import Foundation
import Journal

@testable import JournalSQLite

/// The files of a small journal, kept in memory, to be damaged and opened one time after another.
struct StoredFiles {
    static let endings = ["db", "db-wal", "witness"]

    var contents: [String: [UInt8]] = [:]
    let entries: [JournalEntry]

    /// A journal of a few commits in small pages, copied while its writer is alive: the last commits stand in the log only.
    static func make(commits: Int = 3) throws -> StoredFiles {
        let folder = try TemporaryFolder()
        var hooks = JournalHooks()
        hooks.opened = { try? $0.execute("pragma page_size = 512") }
        let file = try folder.openFile(hooks).file
        var entries: [JournalEntry] = []
        for commit in 1...commits {
            let pair = [makeEntry(2 * commit - 1), makeEntry(2 * commit, ids: ["i-1", "i-2"])]
            try file.write(pair)
            entries += pair
        }
        var files = StoredFiles(entries: readBack(entries))
        for ending in endings { files.contents[ending] = try folder.copy("1.\(ending)") }
        return files
    }

    /// The same journal after its writer has ended: the database holds all.
    static func makeAtRest(commits: Int = 3) throws -> StoredFiles {
        let alive = try make(commits: commits)
        let folder = try TemporaryFolder()
        try alive.write(to: folder)
        try folder.openFile().file.close()
        var files = StoredFiles(entries: alive.entries)
        for ending in ["db", "witness"] { files.contents[ending] = try folder.copy("1.\(ending)") }
        return files
    }

    func write(to folder: TemporaryFolder) throws {
        for ending in Self.endings + ["db-shm"] { try "\(folder.path)/1.\(ending)".deleteFile() }
        for (ending, content) in contents { try "\(folder.path)/1.\(ending)".writeFile(content) }
    }

    /// What opening says: nil where every event is there, the error's kind where it is refused, and `.locked`, which no opening says,
    /// where fewer or other events are given.
    func outcome(in folder: TemporaryFolder) throws -> JournalError.Kind? {
        try write(to: folder)
        do {
            return try folder.openFile().entries.entries == entries ? nil : .locked
        } catch let error as JournalError { return error.kind }
    }
}

extension TemporaryFolder {
    /// A file's content, read by another process: SQLite's locks end when this one closes any file of the database.
    func copy(_ name: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cp")
        process.arguments = ["\(path)/\(name)", "\(path)/copy"]
        try process.run()
        process.waitUntilExit()
        return try "\(path)/copy".readFile()
    }
}

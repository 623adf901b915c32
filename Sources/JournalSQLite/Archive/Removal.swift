internal import Glibc
internal import Journal

/// Deletes the files of one campaign; the process must hold the lock of its name.
///
/// A campaign has several files, and a process can be killed between two deletions. So the removal first
/// makes a mark: every reader skips a campaign with a mark, and the next removal in the folder deletes the
/// remaining files of the campaign.
struct Removal {
    /// The ending of the file name of a mark: `3.removed`.
    static let ending = "removed"
    /// The endings of all files that a campaign can have; the mark is deleted last.
    private static let endings = ["db-wal", "db-shm", "db", "witness", "reserve", "lock", ending]

    let place: JournalPlace

    /// Deletes the files.
    /// - Throws: ``JournalError/Kind/unavailable`` if a file can't be deleted.
    func run() throws(JournalError) {
        try Self.finish(in: place.folder)
        try mark()
        try Self.finish(in: place.folder)
    }

    /// Deletes the remaining files of campaigns that have a mark.
    private static func finish(in folder: String) throws(JournalError) {
        for number in try Folder.names(in: folder).compactMap(number(ofMark:)) {
            for ending in endings { try delete("\(folder)/\(number).\(ending)") }
        }
        try Folder.synchronize(folder)
    }

    /// Returns the number in the file name of a mark; nil for every other file.
    static func number(ofMark name: String) -> Int? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1] == ending ? Int(parts[0]) : nil
    }

    private func mark() throws(JournalError) {
        let path = "\(place.folder)/\(place.campaign.number).\(Self.ending)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        close(descriptor)
        try Folder.synchronize(place.folder)
    }

    private static func delete(_ path: String) throws(JournalError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
    }

    private static func failure(_ path: String) -> JournalError {
        JournalError(.unavailable, "the journal can't be deleted (\(path)): \(systemReason())")
    }
}

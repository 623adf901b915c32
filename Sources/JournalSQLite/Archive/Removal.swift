internal import Glibc
internal import Journal

/// Deletes the files of one campaign, while the lock of its name is held.
///
/// A campaign has several files, and a process can be killed between two deletions. So a mark is made first: a campaign with a mark is
/// gone for every reader, and the next removal in the folder deletes what is left of it.
struct Removal {
    /// The ending of a mark: `3.removed`.
    static let ending = "removed"
    /// Every file that a campaign can have; the mark goes last.
    private static let endings = ["db-wal", "db-shm", "db", "witness", "reserve", "lock", ending]

    let place: JournalPlace

    /// - Throws: ``JournalError/Kind/unavailable`` where a file can't be deleted.
    func run() throws(JournalError) {
        try Self.finish(in: place.folder)
        try mark()
        try Self.finish(in: place.folder)
    }

    /// Deletes what is left of campaigns that have a mark.
    private static func finish(in folder: String) throws(JournalError) {
        for number in try Folder.names(in: folder).compactMap(number(ofMark:)) {
            for ending in endings { try delete("\(folder)/\(number).\(ending)") }
        }
        try Folder.synchronize(folder)
    }

    /// The number in the name of a mark; nil for every other file.
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

internal import Glibc

/// Space on the disk that is kept for the end of a roll.
///
/// It is a file beside the database. A table in the database would not help: on a full disk, SQLite has no
/// space for the log in which it would write that the table is gone.
struct Reserve {
    static let size = 1 << 20

    let path: String

    /// Takes the space, if the disk has it: a journal without a reserve is better than no journal.
    func fill() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        if posix_fallocate(descriptor, 0, off_t(Self.size)) != 0 { ftruncate(descriptor, 0) }
        close(descriptor)
    }

    /// Gives the space to the database.
    func release() { truncate(path, 0) }

    /// Deletes the reserve, which a closed journal does not need.
    func remove() { unlink(path) }
}

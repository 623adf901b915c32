internal import Basics
internal import Glibc
internal import Journal

/// A lock that lasts as long as this value, and at most as long as its process.
///
/// It is the system's lock on an open file (flock): there is no stale lock after a crash, and no child
/// process inherits it. The lock file of a name is never deleted: otherwise, a process that opened it before
/// would lock a file that no other process finds.
///
/// `@unchecked Sendable`: nothing changes after it is made.
final class LockFile: @unchecked Sendable {
    let descriptor: Int32

    /// Takes the lock, or fails with ``JournalError/Kind/locked`` if another process has it.
    ///
    /// The folder of `path` must exist. `name` is the roll of the lock, for the error; `holder` is this
    /// process, and is written into the file. `opened` is for tests: it is called between opening and
    /// locking.
    init(
        _ path: String, name: String, holder: LockHolder, opened: () -> Void = {}
    ) throws(JournalError) {
        descriptor = try Self.lockedFile(path, name, opened)
        write(holder)
    }

    /// Whether a process holds the lock of a file; false if there is no such file.
    ///
    /// Takes the lock for a moment to find out, as a shared lock; a process that wants the lock waits for it.
    static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    deinit {
        // A child process between its fork and its exec may still have the file open.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func lockedFile(
        _ path: String, _ name: String, _ opened: () -> Void
    ) throws(JournalError) -> Int32 {
        while true {
            if let descriptor = try lock(path, name, opened) { return descriptor }
        }
    }

    /// Opens and locks the file; nil if the file was deleted or replaced after it was opened.
    private static func lock(_ path: String, _ name: String, _ opened: () -> Void) throws(JournalError)
        -> Int32?
    {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.unavailable, "the lock file \(path) can't be opened: \(systemReason())")
        }
        opened()
        guard take(descriptor) else {
            defer { close(descriptor) }
            guard errno == EWOULDBLOCK else {
                throw JournalError(.unavailable, "the file \(path) can't be locked: \(systemReason())")
            }
            throw JournalError.locked(name, by: holder(in: descriptor))
        }
        if isFile(descriptor, at: path) { return descriptor }
        close(descriptor)
        return nil
    }

    /// Takes the lock for this process alone; false, with the reason in `errno`, if that fails.
    ///
    /// A shared lock is that of a process that looks whether the lock is held. It is waited for, for up to two
    /// seconds: a roll must not be refused because an operator lists the rolls at this moment.
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<2_000 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK, flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return false }
            flock(descriptor, LOCK_UN)
            usleep(1_000)
        }
        errno = EWOULDBLOCK
        return false
    }

    private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var opened = stat()
        var found = stat()
        guard fstat(descriptor, &opened) == 0, stat(path, &found) == 0 else { return false }
        return opened.st_ino == found.st_ino && opened.st_dev == found.st_dev
    }

    /// Reads the holder from the file; nil if the holder has not written its line yet.
    private static func holder(in descriptor: Int32) -> LockHolder? {
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return LockHolder(line: Array(bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }))
    }

    /// Writes the holder for other processes; the lock holds without this line.
    private func write(_ holder: LockHolder) {
        let line = holder.line + [UInt8(ascii: "\n")]
        ftruncate(descriptor, 0)
        pwrite(descriptor, line, line.count, 0)
    }
}

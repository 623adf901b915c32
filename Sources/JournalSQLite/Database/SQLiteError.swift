internal import CSQLite
internal import Glibc

/// An error of SQLite: its extended result code, the system's error behind it, and SQLite's message.
struct SQLiteError: Error, Equatable {
    let code: Int32
    /// An `errno`; 0 if the system reported no error.
    let systemError: Int32
    let message: String

    /// Reads the last error of a connection; without a connection, the meaning of the code.
    init(_ code: Int32, on connection: OpaquePointer?) {
        self.code = code
        systemError = connection.map(sqlite3_system_errno) ?? 0
        let words = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        message = words.map { String(cString: $0) } ?? "unknown"
    }

    /// Says that the system's SQLite can't be loaded, and why.
    init(missingLibrary reason: String) {
        code = SQLITE_CANTOPEN
        systemError = 0
        message = "SQLite can't be loaded: \(reason); install the package libsqlite3-0"
    }

    /// The result code without its extension.
    var primaryCode: Int32 { code & 0xff }

    /// Whether the content of the file is not what SQLite has written.
    var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primaryCode) }

    /// Whether the disk is full, and no change was left half done.
    ///
    /// A failed sync never counts as a full disk, whatever the system reports, because the state of the data
    /// is not known.
    var isFullDisk: Bool {
        if primaryCode == SQLITE_FULL { return true }
        return primaryCode == SQLITE_IOERR && !isFailedSync && [ENOSPC, EDQUOT].contains(systemError)
    }

    /// Whether a sync of a file or of a folder failed: `SQLITE_IOERR_FSYNC` and `SQLITE_IOERR_DIR_FSYNC`,
    /// which Swift does not import.
    private var isFailedSync: Bool { [4, 5].contains(code >> 8) }

    /// The error in a sentence: the messages of SQLite and of the system.
    var description: String {
        guard systemError != 0 else { return "\(message) (SQLite \(code))" }
        return "\(message) (SQLite \(code)): \(String(cString: strerror(systemError)).lowercased())"
    }
}

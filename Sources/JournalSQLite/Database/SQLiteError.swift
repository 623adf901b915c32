internal import CSQLite
internal import Glibc

/// What SQLite reports: its extended result code, the system's error behind it, and its words.
struct SQLiteError: Error, Equatable {
    let code: Int32
    /// An `errno`; 0 where the system reported none.
    let systemError: Int32
    let message: String

    /// The last problem of a connection; without one, what the code means.
    init(_ code: Int32, on connection: OpaquePointer?) {
        self.code = code
        systemError = connection.map(sqlite3_system_errno) ?? 0
        let words = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        message = words.map { String(cString: $0) } ?? "unknown"
    }

    /// The code without its extension.
    var primaryCode: Int32 { code & 0xff }

    /// The content of the file is not what SQLite has written.
    var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primaryCode) }

    /// The disk is full, and nothing was left half done.
    ///
    /// A sync that failed is never that, whatever the system says: what became of the data is not known.
    var isFullDisk: Bool {
        if primaryCode == SQLITE_FULL { return true }
        return primaryCode == SQLITE_IOERR && !isFailedSync && [ENOSPC, EDQUOT].contains(systemError)
    }

    /// Of a file or of a folder: `SQLITE_IOERR_FSYNC` and `SQLITE_IOERR_DIR_FSYNC`, which Swift does not import.
    private var isFailedSync: Bool { [4, 5].contains(code >> 8) }

    /// For a sentence: SQLite's words, and the system's.
    var description: String {
        guard systemError != 0 else { return "\(message) (SQLite \(code))" }
        return "\(message) (SQLite \(code)): \(String(cString: strerror(systemError)).lowercased())"
    }
}

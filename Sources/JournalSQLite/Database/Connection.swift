internal import CSQLite

/// A connection to a database; used by one thread at a time.
final class Connection {
    enum Mode {
        /// Reads and writes a database that must exist; an empty file is an empty database.
        case write
        /// Reads only, and can't copy the log into the database.
        case read
    }

    let handle: OpaquePointer

    /// Opens the database at a path; the first connection of the process loads the system's SQLite.
    init(_ path: String, _ mode: Mode) throws(SQLiteError) {
        if let reason = load_sqlite() { throw SQLiteError(missingLibrary: String(cString: reason)) }
        let access = mode == .write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(code, on: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
    }

    /// Opens a database in memory.
    static func inMemory() throws(SQLiteError) -> Connection { try Connection(":memory:", .write) }

    /// Closes the connection after its last statement is gone, because each statement keeps the connection.
    deinit { sqlite3_close_v2(handle) }

    func prepare(_ sql: String) throws(SQLiteError) -> Statement { try Statement(sql, on: self) }

    /// Runs statements and drops their rows.
    func execute(_ sql: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// Returns the first column of the first row; nil if there is no row.
    ///
    /// Runs the statement to its end: a pragma commits its change after its row, and the commit can fail.
    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        guard try statement.step() else { return nil }
        let text = statement.text(0)
        while try statement.step() {}
        return text
    }

    /// Returns the first column of the first row as a number; nil if there is no row, or the value is null.
    func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() && !statement.isNull(0) ? statement.integer(0) : nil
    }

    func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
    }
}

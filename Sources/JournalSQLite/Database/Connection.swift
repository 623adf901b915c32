internal import CSQLite

/// A connection to a database; used by one thread at a time.
final class Connection {
    enum Mode {
        /// Reads and writes a database that must exist; an empty file is an empty database.
        case write
        /// Reads only; can't copy the log into the database either.
        case read
    }

    let handle: OpaquePointer

    init(_ path: String, _ mode: Mode) throws(SQLiteError) {
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

    /// A database in memory.
    static func inMemory() throws(SQLiteError) -> Connection { try Connection(":memory:", .write) }

    /// The connection is closed once its last statement is gone: each statement keeps it.
    deinit { sqlite3_close_v2(handle) }

    func prepare(_ sql: String) throws(SQLiteError) -> Statement { try Statement(sql, on: self) }

    /// Runs statements and drops their rows.
    func execute(_ sql: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The first column of the first row; nil where there is no row.
    ///
    /// The statement is run to its end: what a pragma changes is committed after its row, and that can fail.
    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        guard try statement.step() else { return nil }
        let text = statement.text(0)
        while try statement.step() {}
        return text
    }

    /// The first column of the first row as a number; nil where there is no row, or a null.
    func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() && !statement.isNull(0) ? statement.integer(0) : nil
    }

    func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
    }
}

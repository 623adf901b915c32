internal import CSQLite

/// A prepared statement; parameters count from 1, columns from 0.
final class Statement {
    private let connection: Connection
    private let handle: OpaquePointer

    init(_ sql: String, on connection: Connection) throws(SQLiteError) {
        var prepared: OpaquePointer?
        try connection.check(sqlite3_prepare_v2(connection.handle, sql, -1, &prepared, nil))
        guard let prepared else { throw SQLiteError(SQLITE_MISUSE, on: nil) }  // no statement in the text
        self.connection = connection
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// Goes to the next row; returns false after the last row.
    func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW || code == SQLITE_DONE else {
            throw SQLiteError(code, on: connection.handle)
        }
        return code == SQLITE_ROW
    }

    /// Runs a statement that has no rows, and makes it ready to run again.
    func run() throws(SQLiteError) {
        defer { sqlite3_reset(handle) }
        _ = try step()
    }

    // MARK: Parameters

    func bind(_ value: Int64, at index: Int32) throws(SQLiteError) {
        try connection.check(sqlite3_bind_int64(handle, index, value))
    }

    func bind(_ value: Double, at index: Int32) throws(SQLiteError) {
        try connection.check(sqlite3_bind_double(handle, index, value))
    }

    func bind(_ text: String, at index: Int32) throws(SQLiteError) {
        var text = text
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty text must not be a null pointer, which SQLite would bind as null.
                sqlite3_bind_text(
                    handle, index, characters.baseAddress ?? emptyText, Int32(bytes.count), copied)
            }
        }
        try connection.check(code)
    }

    func bind(_ bytes: [UInt8], at index: Int32) throws(SQLiteError) {
        let code =
            bytes.isEmpty
            ? sqlite3_bind_zeroblob(handle, index, 0)
            : sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), copied)
        try connection.check(code)
    }

    // MARK: Columns of the current row

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// A blob, or a text as UTF-8; valid until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // The order matters: the pointer first, then its length.
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}

/// Tells SQLite to copy the bound bytes: `SQLITE_TRANSIENT`, a macro that Swift does not import.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Points to a zero byte that is never freed.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let zero = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    zero.initialize(to: 0)
    return UnsafePointer(zero)
}()

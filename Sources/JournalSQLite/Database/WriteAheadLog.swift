internal import CSQLite

/// The log of a database: it holds commits until they are copied into the database.
enum WriteAheadLog {
    /// Whether commits go into a log.
    ///
    /// The mode that SQLite reports is no proof: SQLite reports it even if the change of the file has failed.
    static func isInUse(_ connection: Connection) throws(SQLiteError) -> Bool {
        var framesInLog: Int32 = -1
        do throws(SQLiteError) {
            try connection.check(
                sqlite3_wal_checkpoint_v2(
                    connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, &framesInLog, nil))
        } catch {
            // Another process copies the log: there is a log.
            guard error.primaryCode == SQLITE_BUSY else { throw error }
            return true
        }
        return framesInLog >= 0
    }

    /// Copies as many commits as possible into the database without waiting for readers, and syncs the
    /// database.
    static func checkpoint(_ connection: Connection) throws(SQLiteError) {
        try connection.check(
            sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil))
    }

    /// Copies all commits and empties the log, so that one file holds all; a reader that does not end is no
    /// error.
    static func empty(_ connection: Connection) throws(SQLiteError) {
        do throws(SQLiteError) {
            try connection.check(
                sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil))
        } catch {
            guard error.primaryCode == SQLITE_BUSY else { throw error }
        }
    }

    /// Sets whether closing the last connection deletes the log.
    ///
    /// Off until the database is known to be undamaged: a log that SQLite could read only in part is the
    /// evidence of lost events.
    static func setDeletedOnClose(_ isOn: Bool, _ connection: Connection) throws(SQLiteError) {
        try connection.check(zec_sqlite_set_checkpoint_on_close(connection.handle, isOn ? 1 : 0))
    }
}

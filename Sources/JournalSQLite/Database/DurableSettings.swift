/// The settings that make a commit durable; each is read back, because SQLite ignores a setting that it can't
/// apply, without an error.
enum DurableSettings {
    /// The name, the value to set, and the value that must be read back.
    private static let settings = [
        ("journal_mode", "wal", "wal"),
        // NORMAL would lose the last commits in a power failure.
        ("synchronous", "full", "2"),
        ("foreign_keys", "on", "1"),
        ("busy_timeout", "5000", "5000"),
        ("journal_size_limit", "4194304", "4194304"),
        // The writer copies the log into the database itself, because SQLite ignores a failed sync of its own
        // copy.
        ("wal_autocheckpoint", "0", "0"),
    ]

    static func apply(to connection: Connection) throws(SQLiteError) {
        for (name, value, _) in settings { _ = try connection.text("pragma \(name) = \(value)") }
    }

    /// Returns the first setting that is not in force: its name, the expected value, and the value found.
    static func missing(
        on connection: Connection
    ) throws(SQLiteError) -> (name: String, expected: String, found: String)? {
        for (name, _, expected) in settings {
            let found = try connection.text("pragma \(name)") ?? "nothing"
            if found != expected { return (name, expected, found) }
        }
        return try WriteAheadLog.isInUse(connection) ? nil : ("journal_mode", "wal", "not in force")
    }
}

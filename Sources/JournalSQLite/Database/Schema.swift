/// The tables of a journal, as a list of migrations; a released migration is never changed.
enum Schema {
    /// Migration N leads from version N - 1 to version N, which is stored in `user_version`.
    static let migrations = [
        // `entry`: the events. `subject`: the events about each instance. `seal`: the end of each commit,
        // with a hash over this commit and all commits before it; `subjects` is a sum over the rows of
        // `subject`. `about`: the campaign that the file holds.
        """
        create table about (name text primary key, value text not null) strict, without rowid;
        create table entry (
            seq integer primary key, time real not null, kind text not null, event blob not null
        ) strict;
        create table subject (
            instance text not null, seq integer not null, primary key (instance, seq)
        ) strict, without rowid;
        create table seal (last_seq integer primary key, subjects integer not null, hash blob not null) strict;
        """
    ]

    static var version: Int64 { Int64(migrations.count) }

    static func version(of connection: Connection) throws(SQLiteError) -> Int64 {
        try connection.integer("pragma user_version") ?? 0
    }

    /// Migrates a database to a version, each migration in its own transaction.
    static func migrate(_ connection: Connection, to last: Int64 = version) throws(SQLiteError) {
        for number in try version(of: connection)..<last {
            try connection.execute(
                "begin immediate; \(migrations[Int(number)]) pragma user_version = \(number + 1); commit")
        }
    }

    /// Returns the declarations of all tables and indexes; a declaration that differs changes what queries
    /// find.
    static func text(of connection: Connection) throws(SQLiteError) -> String {
        try connection.text(
            """
            select group_concat(coalesce(sql, name), x'0a')
            from (select sql, name from sqlite_schema order by name)
            """) ?? ""
    }

    /// Returns ``text(of:)`` of an undamaged database of a version.
    static func expectedText(version: Int64) throws(SQLiteError) -> String {
        let fresh = try Connection.inMemory()
        try migrate(fresh, to: version)
        return try text(of: fresh)
    }
}

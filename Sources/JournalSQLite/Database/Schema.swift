/// The tables of a journal, as the list of the steps that made them; a step that was released is never changed.
enum Schema {
    /// Step N leads from version N - 1 to version N, which stands in `user_version`.
    static let migrations = [
        // `entry`: the events. `subject`: which events are about an instance. `seal`: the end of each commit, and the hash over it and
        // all before it; `subjects` is the sum over the rows of `subject`. `about`: which campaign the file holds.
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

    /// Brings a database up to a version, each step in a transaction of its own.
    static func migrate(_ connection: Connection, to last: Int64 = version) throws(SQLiteError) {
        for number in try version(of: connection)..<last {
            try connection.execute(
                "begin immediate; \(migrations[Int(number)]) pragma user_version = \(number + 1); commit")
        }
    }

    /// Every table and index as it is declared; a declaration that differs changes what queries find.
    static func text(of connection: Connection) throws(SQLiteError) -> String {
        try connection.text(
            """
            select group_concat(coalesce(sql, name), x'0a')
            from (select sql, name from sqlite_schema order by name)
            """) ?? ""
    }

    /// What ``text(of:)`` is in an undamaged database of a version.
    static func expectedText(version: Int64) throws(SQLiteError) -> String {
        let fresh = try Connection.inMemory()
        try migrate(fresh, to: version)
        return try text(of: fresh)
    }
}

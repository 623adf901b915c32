internal import Journal

/// Writes events, their instances and their seal in one transaction.
struct CommitStatements {
    private let connection: Connection
    private let insertEntry: Statement
    private let insertSubject: Statement
    private let insertSeal: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertEntry = try connection.prepare("insert into entry values (?, ?, ?, ?)")
        insertSubject = try connection.prepare("insert into subject values (?, ?)")
        insertSeal = try connection.prepare("insert into seal values (?, ?, ?)")
    }

    /// Writes the events; after an error, the database is unchanged.
    /// - Returns: The chain with the new events.
    func run(_ entries: [JournalEntry], after chain: SealChain) throws(SQLiteError) -> SealChain {
        try connection.execute("begin immediate")
        do throws(SQLiteError) {
            var chain = chain
            var subjects = chain.subjects
            for entry in entries { try insert(entry, &chain, &subjects) }
            try seal(&chain, subjects)
            try connection.execute("commit")
            return chain
        } catch {
            // After some errors, SQLite has already ended the transaction, and then this fails.
            try? connection.execute("rollback")
            throw error
        }
    }

    private func insert(
        _ entry: JournalEntry, _ chain: inout SealChain, _ subjects: inout SubjectSum
    ) throws(SQLiteError) {
        let outline = EventOutline(entry.encoded)
        try insertEntry.bind(Int64(entry.sequence), at: 1)
        try insertEntry.bind(outline.time, at: 2)
        try insertEntry.bind(outline.kind, at: 3)
        try insertEntry.bind(entry.encoded, at: 4)
        try insertEntry.run()
        chain.add(time: outline.time, kind: outline.kind.utf8, event: entry.encoded)
        for instance in outline.subjects {
            try insertSubject.bind(instance, at: 1)
            try insertSubject.bind(Int64(entry.sequence), at: 2)
            try insertSubject.run()
            subjects.add(instance: instance.utf8, sequence: Int64(entry.sequence))
        }
    }

    private func seal(_ chain: inout SealChain, _ subjects: SubjectSum) throws(SQLiteError) {
        let seal = chain.close(subjects: subjects)
        try insertSeal.bind(Int64(chain.lastSequence), at: 1)
        try insertSeal.bind(Int64(bitPattern: subjects.value), at: 2)
        try insertSeal.bind(seal.bytes, at: 3)
        try insertSeal.run()
    }
}

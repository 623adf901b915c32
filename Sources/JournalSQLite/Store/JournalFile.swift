internal import Journal

/// The database and the witness of one campaign, opened for writing; used by one thread at a time.
final class JournalFile {
    let place: JournalPlace
    private let connection: Connection
    private let commit: CommitStatements
    private let witness: WitnessFile
    private let hooks: JournalHooks
    private var chain: SealChain
    /// The number of commits since the log was copied into the database.
    private var commitsInLog = 0
    private static let commitsInLogMax = 64

    /// Opens an existing journal, and returns its events.
    /// - Throws: An error if the journal is damaged, or if its commits would not be durable.
    static func open(
        _ place: JournalPlace, hooks: JournalHooks = JournalHooks()
    ) throws(JournalError) -> (file: JournalFile, entries: EntryBytes) {
        do {
            guard place.hasDatabase else { throw place.damaged("the file is missing") }
            let connection = try connect(place, hooks)
            let witness = WitnessFile.read(place.witness)
            let finding = try Inspection(place: place, connection: connection).find(witness: witness)
            return (try JournalFile(place, connection, finding, hooks), finding.entries)
        } catch let error as SQLiteError {
            throw notOpened(place.opening(error))
        } catch let error as JournalError {
            throw notOpened(error)
        } catch {
            throw JournalError(.unavailable, "the journal \(place.database) can't be opened: \(error)")
        }
    }

    /// Converts an error at opening: a journal that can't be written then takes no event, because it has no
    /// work to bring to an end yet.
    private static func notOpened(_ error: JournalError) -> JournalError {
        error.kind == .failed || error.kind == .full ? JournalError(.unavailable, error.reason) : error
    }

    private static func connect(_ place: JournalPlace, _ hooks: JournalHooks) throws(SQLiteError)
        -> Connection
    {
        let connection = try Connection(place.database, .write)
        try WriteAheadLog.setDeletedOnClose(false, connection)
        hooks.opened(connection)
        try connection.execute("pragma busy_timeout = 5000")
        return connection
    }

    private init(
        _ place: JournalPlace, _ connection: Connection, _ finding: Inspection.Finding, _ hooks: JournalHooks
    ) throws {
        (self.place, self.connection, self.hooks, chain) = (place, connection, hooks, finding.chain)
        try DurableSettings.apply(to: connection)
        hooks.configured(connection)
        if let setting = try DurableSettings.missing(on: connection) {
            throw place.notDurable(setting.name, expected: setting.expected, found: setting.found)
        }
        try Schema.migrate(connection)
        if finding.chain.lastSequence == 0 { try Owner.write(place.campaign, connection) }
        try WriteAheadLog.empty(connection)
        commit = try CommitStatements(connection)
        let sync = hooks.syncWitness
        witness = try WitnessFile(place.witness, sync: { sync($0) })
        if witness.newest != finding.last { try witness.write(finding.last) }
        Reserve(path: place.reserve).fill()
        try Folder.synchronize(place.folder)
    }

    /// Writes events as one commit, and then the witness; when it returns, both are on the disk.
    func write(_ entries: [JournalEntry]) throws(JournalError) {
        do throws(SQLiteError) {
            hooks.committing(connection)
            chain = try commit.run(entries, after: chain)
        } catch { throw place.writing(error) }
        try witness.write(WitnessRecord(lastSequence: chain.lastSequence, seal: chain.seal))
        commitsInLog += 1
    }

    /// Copies the log into the database if the log has grown; runs between two commits, so that no effect
    /// waits for it.
    func tidy() throws(JournalError) {
        guard commitsInLog >= Self.commitsInLogMax else { return }
        commitsInLog = 0
        do throws(SQLiteError) { try WriteAheadLog.checkpoint(connection) } catch {
            throw place.writing(error)
        }
    }

    /// Makes space on a full disk, for events for which no effect waits.
    func releaseReserve() {
        Reserve(path: place.reserve).release()
        hooks.reserveReleased(connection)
    }

    /// Copies all commits into the database, so that one file holds all; must not be called after a problem.
    func close() throws(JournalError) {
        Reserve(path: place.reserve).remove()
        do throws(SQLiteError) {
            // A reader may keep the log in use; the commits in the log are durable anyway.
            try connection.execute("pragma busy_timeout = 200")
            try WriteAheadLog.empty(connection)
            try WriteAheadLog.setDeletedOnClose(true, connection)
        } catch { throw place.writing(error) }
    }
}

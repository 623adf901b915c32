internal import Journal

/// Reads one campaign, even while another process writes it.
///
/// Unlike opening for writing, it does not verify every event; but it detects that events are missing at the
/// end.
final class SQLiteHistory: CampaignHistory {
    private let place: JournalPlace
    /// Nil if no event is written yet.
    private let connection: Connection?

    init(_ place: JournalPlace) throws(JournalError) {
        self.place = place
        guard place.hasDatabase else {
            throw JournalError(
                .unavailable, "there is no campaign \(place.campaign.number) of '\(place.campaign.name)'")
        }
        // Reads the witness first: a process that writes at this moment writes the witness after its commit.
        let witness = WitnessFile.read(place.witness)
        let connected = try place.reading { () throws(SQLiteError) in try Self.connect(place) }
        guard connected.version <= Schema.version else { throw place.newer(connected.version) }
        connection = connected.version == 0 ? nil : connected.connection
        let found = try count
        if let witness, witness.lastSequence > found {
            throw place.lost(recorded: witness.lastSequence, found: found)
        }
        if witness == nil, found > 0 { throw place.damaged("the file \(place.witness) can't be read") }
    }

    private static func connect(
        _ place: JournalPlace
    ) throws(SQLiteError) -> (connection: Connection, version: Int64) {
        let connection = try Connection(place.database, .read)
        try connection.execute("pragma busy_timeout = 5000")
        return (connection, try Schema.version(of: connection))
    }

    var count: Int {
        get throws(JournalError) {
            try place.reading { () throws(SQLiteError) in
                Int(try connection?.integer("select max(last_seq) from seal") ?? 0)
            }
        }
    }

    func entries(numbered range: ClosedRange<Int>) throws(JournalError) -> [JournalEntry] {
        try rows("select seq, event from entry where seq between ? and ? order by seq") {
            statement throws(SQLiteError) in
            try statement.bind(Int64(range.lowerBound), at: 1)
            try statement.bind(Int64(range.upperBound), at: 2)
        }
    }

    func visit(
        _ kinds: Set<String>, _ body: (JournalEntry) throws(JournalError) -> Void
    ) throws(JournalError) {
        let query = "select seq, event from entry where kind in (\(Self.places(kinds.count))) order by seq"
        let bind = { (statement: Statement) throws(SQLiteError) in
            for (index, kind) in kinds.sorted().enumerated() {
                try statement.bind(kind, at: Int32(index + 1))
            }
        }
        try visit(query, bind, body)
    }

    func entries(about instance: String) throws(JournalError) -> [JournalEntry] {
        try rows("select seq, event from subject join entry using (seq) where instance = ? order by seq") {
            statement throws(SQLiteError) in
            try statement.bind(instance, at: 1)
        }
    }

    /// The limit of instances in one query, because SQLite has a limit of parameters.
    private static let instancesMax = 500

    func entries(
        of kinds: Set<String>, about instances: Set<String>, since time: Double
    ) throws(JournalError) -> [JournalEntry] {
        let instances = instances.sorted()
        var found: [Int: JournalEntry] = [:]
        for start in stride(from: 0, to: instances.count, by: Self.instancesMax) {
            let part = instances[start..<min(start + Self.instancesMax, instances.count)]
            for entry in try entries(of: kinds.sorted(), aboutSome: part, since: time) {
                found[entry.sequence] = entry
            }
        }
        return found.values.sorted { $0.sequence < $1.sequence }
    }

    private func entries(
        of kinds: [String], aboutSome instances: ArraySlice<String>, since time: Double
    ) throws(JournalError) -> [JournalEntry] {
        // `cross join` makes SQLite search by instance first; a large roll has a million events.
        let query = """
            select distinct seq, event from subject cross join entry using (seq)
            where instance in (\(Self.places(instances.count))) and kind in (\(Self.places(kinds.count))) and time >= ?
            """
        return try rows(query) { statement throws(SQLiteError) in
            for (index, text) in (instances + kinds).enumerated() {
                try statement.bind(text, at: Int32(index + 1))
            }
            try statement.bind(time, at: Int32(instances.count + kinds.count + 1))
        }
    }

    /// The placeholders of a query: `?, ?, ?`.
    private static func places(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }

    private func rows(
        _ sql: String, _ bind: (Statement) throws(SQLiteError) -> Void
    ) throws(JournalError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try visit(sql, bind) { entry in entries.append(entry) }
        return entries
    }

    private func visit(
        _ sql: String, _ bind: (Statement) throws(SQLiteError) -> Void,
        _ body: (JournalEntry) throws(JournalError) -> Void
    ) throws(JournalError) {
        guard let statement = try place.reading({ () throws(SQLiteError) in try connection?.prepare(sql) })
        else { return }
        try place.reading { () throws(SQLiteError) in try bind(statement) }
        var problem: JournalError?
        try place.reading { () throws(SQLiteError) in
            while problem == nil, try statement.step() {
                let entry = JournalEntry(
                    sequence: Int(statement.integer(0)), encoded: Array(statement.bytes(1)))
                do throws(JournalError) { try body(entry) } catch { problem = error }
            }
        }
        if let problem { throw problem }
    }
}

extension JournalPlace {
    /// Runs a query, and converts an error of SQLite to an error of the journal.
    fileprivate func reading<Value>(_ body: () throws(SQLiteError) -> Value) throws(JournalError) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw opening(error) }
    }
}

internal import Glibc
internal import Journal

/// The paths of a campaign's files, and the errors about these files.
struct JournalPlace {
    let campaign: CampaignID
    /// The folder of the campaigns of this name.
    let folder: String

    var database: String { "\(folder)/\(campaign.number).db" }
    var witness: String { "\(folder)/\(campaign.number).witness" }
    var reserve: String { "\(folder)/\(campaign.number).reserve" }
    /// The lock file of a campaign that one process has for itself.
    var lock: String { "\(folder)/\(campaign.number).lock" }

    var hasDatabase: Bool { access(database, F_OK) == 0 }

    /// Makes an empty database.
    func makeDatabase() throws(JournalError) {
        let descriptor = open(database, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.unavailable, "the journal \(database) can't be made: \(systemReason())")
        }
        close(descriptor)
    }
}

// MARK: - Sentences

extension JournalPlace {
    private static let advice =
        "start with --new, after looking at the instances yourself; the damaged file is kept"

    func damaged(_ what: String) -> JournalError {
        JournalError(.damaged, "the journal \(database) is damaged: \(what); \(Self.advice)")
    }

    func lost(recorded: Int, found: Int) -> JournalError {
        damaged("it has lost events: \(recorded) are recorded as written, \(found) are there")
    }

    func newer(_ version: Int64) -> JournalError {
        JournalError(
            .newerSchema,
            "the journal \(database) was written by a newer zecscript (form \(version); this one knows form "
                + "\(Schema.version)): go on with that version")
    }

    func notDurable(_ name: String, expected: String, found: String) -> JournalError {
        JournalError(
            .unavailable,
            "the journal \(database) would not survive a power cut: SQLite's setting \(name) is \(found), not \(expected)"
        )
    }

    /// Converts an error of SQLite at opening or reading.
    func opening(_ error: SQLiteError) -> JournalError {
        if error.isDamage { return damaged(error.description) }
        if error.isFullDisk { return full }
        // SQLite's general error: a table is missing, or can't be understood.
        if error.primaryCode == 1 { return damaged(error.description) }
        return JournalError(.unavailable, "the journal \(database) can't be opened: \(error.description)")
    }

    /// Converts an error of SQLite at writing.
    func writing(_ error: SQLiteError) -> JournalError {
        error.isFullDisk
            ? full
            : JournalError(.failed, "the journal \(database) can't be written: \(error.description)")
    }

    private var full: JournalError {
        JournalError(.full, "the disk of the journal \(database) is full; make room and start again")
    }
}

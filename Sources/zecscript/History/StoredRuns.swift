internal import History
internal import Journal
internal import JournalSQLite
internal import LiveHost
internal import ScriptRuntime

/// The campaigns of the state folder, for reading.
struct StoredRuns {
    let folder: String
    let archive: any CampaignArchive
    /// Every campaign that is stored, in order.
    let stored: [CampaignID]
    /// The stored campaigns that people see, in order: all except executions.
    let campaigns: [CampaignID]

    /// - Parameter state: The folder that the option `--state` names.
    /// - Throws: ``JournalError`` if no folder is known, or it can't be read.
    init(state: String?) throws {
        folder = try StateFolder.path(given: state, Program.terminal.environment)
        // This command writes nothing, so the archive never delivers anything.
        archive = SQLiteArchive(folder: folder) { $0() }
        stored = try archive.campaigns()
        campaigns = stored.filter { $0.kind != .execution }
    }

    /// Checks that the folder has at least one campaign.
    /// - Throws: ``HistoryFailure`` if it has none.
    func checkNotEmpty() throws {
        if campaigns.isEmpty {
            throw HistoryFailure.noJournals(in: folder, isSystemClosed: StateDirectory.isSystemClosed)
        }
    }

    /// The campaign that `NAME` or `NAME/NUMBER` names.
    /// - Throws: ``HistoryFailure`` if no campaign fits, or more than one.
    func find(_ text: String, endpoint: String?) throws -> CampaignID {
        try checkNotEmpty()
        do throws(RunReference.Problem) {
            return try RunReference(text, endpoint: endpoint).find(among: campaigns)
        } catch { throw HistoryFailure(error, names: names) }
    }

    /// The last campaign of each name.
    var latest: [CampaignID] {
        zip(campaigns, campaigns.dropFirst().map(Optional.init) + [nil]).compactMap { campaign, next in
            next?.endpoint == campaign.endpoint && next?.name == campaign.name ? nil : campaign
        }
    }

    /// The summary of a roll, or of a script.
    func summary(of campaign: CampaignID) throws(JournalError) -> Summary {
        let history = try archive.history(of: campaign)
        guard campaign.kind == .script else { return try Summary(campaign, reading: history) }
        return Summary(try ScriptRequests(campaign, reading: history))
    }

    /// The status of a campaign that a process works on.
    static let running = "running"

    /// How a campaign stands, in one word.
    func status(of head: CampaignHead) -> String {
        guard head.id.kind == .script else {
            return isAtWork(on: head) ? Self.running : head.standing.rawValue
        }
        if head.ending != nil { return "ended" }
        return archive.isAtWork(on: head.id) ? Self.running : "killed"
    }

    /// Whether a process works on a roll now; such a roll is the last one of its name, and not closed.
    private func isAtWork(on head: CampaignHead) -> Bool {
        head.standing != .closed && latest.contains(head.id) && archive.isAtWork(on: head.id)
    }

    /// Throws unless a campaign is a roll; `purpose` is what can be done with rolls only.
    func checkIsRoll(_ campaign: CampaignID, _ purpose: String) throws {
        guard campaign.kind != .roll else { return }
        throw HistoryFailure(
            exitCode: ProgramExitCode.usage,
            message:
                "\(campaign.label) is the record of \(campaign.author), and only a roll can be \(purpose)")
    }

    /// The names of all campaigns, each once, sorted.
    var names: [String] { Set(campaigns.map(\.name)).sorted() }

    /// Reads the record of a roll.
    /// - Throws: ``HistoryFailure`` for the campaign of a script.
    func record(of campaign: CampaignID) throws -> CampaignRecord {
        try checkIsRoll(campaign, "compared")
        return try CampaignRecord(campaign, reading: archive.history(of: campaign))
    }
}

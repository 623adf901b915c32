internal import Journal
internal import JournalSQLite

/// The journals of this run's state folder, which is chosen, made and reported when a roll first needs it.
///
/// A script without a roll needs no folder.
final class StateArchive: CampaignArchive {
    private let options: JournalOptions
    private let environment: (String) -> String?
    private let deliver: Deliver
    private var opened: (any CampaignArchive)?
    /// Called once, with a sentence about where the journals are kept, and whether it is a warning.
    var report: ((_ sentence: String, _ isWarning: Bool) -> Void)?

    init(_ options: JournalOptions, environment: @escaping (String) -> String?, deliver: @escaping Deliver) {
        self.options = options
        self.environment = environment
        self.deliver = deliver
    }

    func claim(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> any CampaignStore {
        do throws(JournalError) {
            return try archive().claim(endpoint: endpoint, name: name, holder: holder)
        } catch {
            guard error.kind == .unavailable else { throw error }
            throw JournalError(
                .unavailable,
                error.reason + "; name another folder with --state, or record nothing with --no-journal")
        }
    }

    func campaigns() throws(JournalError) -> [CampaignID] { try archive().campaigns() }

    func history(of campaign: CampaignID) throws(JournalError) -> any CampaignHistory {
        try archive().history(of: campaign)
    }

    var isBusy: Bool { opened?.isBusy ?? false }

    private func archive() throws(JournalError) -> any CampaignArchive {
        if let opened { return opened }
        let made: any CampaignArchive
        if options.noJournal {
            made = MemoryArchive()
            report?(
                "--no-journal: rolls are not recorded, and can't be resumed if this process is killed", true)
        } else {
            let folder = try Self.folder(options, environment)
            try StateDirectory.prepare(folder, onNetwork: options.allowNetworkState)
            made = SQLiteArchive(folder: folder, deliver: deliver)
            report?("rolls are recorded in \(folder)", false)
        }
        opened = made
        return made
    }

    /// The state folder that the options and the environment name.
    static func folder(
        _ options: JournalOptions, _ environment: (String) -> String?
    ) throws(JournalError) -> String {
        let chosen = StateDirectory.choose(
            given: options.state, environment: environment, isWritable: StateDirectory.isWritable)
        guard let chosen else {
            throw JournalError(.unavailable, "this user has no home folder for the journals")
        }
        return chosen
    }
}

internal import Journal
internal import JournalSQLite

/// The journals of this run's state folder.
///
/// The folder is chosen, made and reported when a roll or a reboot first needs it.
///
/// A script that only reads needs no folder.
final class StateArchive: CampaignArchive {
    private let settings: JournalSettings
    private let environment: (String) -> String?
    private let deliver: Deliver
    private var opened: (any CampaignArchive)?
    /// Gets the names of the rolls, from their claim to the release of it.
    var rolls: RollsUnderWay?
    /// Called once with a sentence that names the folder of the journals, and whether that is a warning.
    var report: ((_ sentence: String, _ isWarning: Bool) -> Void)?

    init(_ settings: JournalSettings, environment: @escaping (String) -> String?, deliver: @escaping Deliver)
    {
        self.settings = settings
        self.environment = environment
        self.deliver = deliver
    }

    func claim(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> any CampaignStore {
        let store = try JournalError.advised { () throws(JournalError) in
            try archive().claim(endpoint: endpoint, name: name, holder: holder)
        }
        let isRecorded = !settings.isOff && CampaignID.kind(ofName: name) == .roll
        if isRecorded { rolls?.add(name, canBeResumed: holder.script != nil) }
        return AdvisedCampaigns(store) { [rolls] in if isRecorded { rolls?.remove(name) } }
    }

    func begin(
        endpoint: String, name: String, holder: LockHolder
    ) throws(JournalError) -> (any ProcessCampaign)? {
        let campaign = try JournalError.advised { () throws(JournalError) in
            try archive().begin(endpoint: endpoint, name: name, holder: holder)
        }
        return settings.isOff ? nil : campaign
    }

    func campaigns() throws(JournalError) -> [CampaignID] { try archive().campaigns() }

    func campaigns(at endpoint: String, writtenSince time: Double) throws(JournalError) -> [CampaignID] {
        try archive().campaigns(at: endpoint, writtenSince: time)
    }

    func isAtWork(on campaign: CampaignID) -> Bool { opened?.isAtWork(on: campaign) ?? false }

    func history(of campaign: CampaignID) throws(JournalError) -> any CampaignHistory {
        try archive().history(of: campaign)
    }

    var outlivesProcess: Bool { !settings.isOff }

    var isBusy: Bool { opened?.isBusy ?? false }

    private func archive() throws(JournalError) -> any CampaignArchive {
        if let opened { return opened }
        let made: any CampaignArchive
        if settings.isOff {
            made = MemoryArchive()
            report?(
                "--no-journal: rolls are not recorded, and can't be resumed if this process is killed; "
                    + "earlier reboot requests are not looked up", true)
        } else {
            let folder = try StateFolder.path(given: settings.state, environment)
            try StateDirectory.prepare(folder, onNetwork: settings.allowsNetworkState)
            made = SQLiteArchive(folder: folder, deliver: deliver)
            report?("rolls and reboots are recorded in \(folder)", false)
        }
        opened = made
        return made
    }
}

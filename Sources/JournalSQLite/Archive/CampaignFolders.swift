internal import Journal

/// The paths of the campaigns in a state folder: `campaigns/ENDPOINT/NAME/NUMBER.db`.
struct CampaignFolders {
    let state: String

    private var root: String { "\(state)/campaigns" }

    func folder(endpoint: String, name: String) -> String {
        "\(root)/\(FileName.encoded(endpoint))/\(FileName.encoded(name))"
    }

    /// The lock of a name: a process holds it as long as it works on the last roll of the name.
    static func lock(in folder: String) -> String { "\(folder)/lock" }

    func place(of campaign: CampaignID) -> JournalPlace {
        JournalPlace(
            campaign: campaign, folder: folder(endpoint: campaign.endpoint, name: campaign.name))
    }

    /// Returns the numbers of the campaigns in a folder, also of a campaign of which only the witness is
    /// left.
    static func numbers(in folder: String) throws(JournalError) -> [Int] {
        let names = try Folder.names(in: folder)
        let removed = Set(names.compactMap(Removal.number(ofMark:)))
        let numbers = names.compactMap { name -> Int? in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1] == "db" || parts[1] == "witness" else { return nil }
            return Int(parts[0]).flatMap { $0 > 0 && String($0) == parts[0] ? $0 : nil }
        }
        return Set(numbers).subtracting(removed).sorted()
    }

    /// Returns the campaigns at an endpoint that may have an intent written since a time, in seconds since
    /// 1970 UTC.
    ///
    /// A campaign of one process without a lock file has no open intent; see ``SQLiteProcessCampaign``.
    func campaigns(
        at endpoint: String, writtenSince time: Double
    ) throws(JournalError) -> [CampaignID] {
        var found: [CampaignID] = []
        let endpoint = FileName.encoded(endpoint)
        for name in try Folder.names(in: "\(root)/\(endpoint)") {
            let folder = "\(root)/\(endpoint)/\(name)", isOfScripts = CampaignID.isOfScripts(folderName: name)
            found += try campaigns(endpoint, name) { number in
                let files = Self.writtenFiles.map { "\(folder)/\(number).\($0)" }
                return (!isOfScripts || Folder.has("\(folder)/\(number).lock"))
                    && files.contains { Folder.timeOfChange($0) ?? 0 >= time }
            }
        }
        return found.sorted()
    }

    /// The endings of the files that a commit changes.
    private static let writtenFiles = ["witness", "db-wal", "db"]

    /// Returns every stored campaign.
    func campaigns() throws(JournalError) -> [CampaignID] {
        var found: [CampaignID] = []
        for endpoint in try Folder.names(in: root) {
            for name in try Folder.names(in: "\(root)/\(endpoint)") {
                found += try campaigns(endpoint, name) { _ in true }
            }
        }
        return found.sorted()
    }

    /// Returns the campaigns of a folder whose numbers pass a filter.
    private func campaigns(
        _ endpoint: String, _ name: String, where isWanted: (Int) -> Bool
    ) throws(JournalError) -> [CampaignID] {
        let folder = "\(root)/\(endpoint)/\(name)"
        let numbers = try Self.numbers(in: folder).filter(isWanted)
        let decoded = (FileName.decoded(endpoint), FileName.decoded(name))
        if let endpoint = decoded.0, let name = decoded.1 {
            return numbers.map { CampaignID(endpoint: endpoint, name: name, number: $0) }
        }
        // If the name of the folder was cut, the database has the full name.
        return numbers.compactMap { number in
            let owner = try? Owner.read(Connection("\(folder)/\(number).db", .read))
            return owner
                ?? CampaignID(endpoint: decoded.0 ?? endpoint, name: decoded.1 ?? name, number: number)
        }
    }
}

extension CampaignID {
    /// Whether a folder has campaigns of scripts, by the name of the folder; a name that was cut keeps its
    /// beginning.
    fileprivate static func isOfScripts(folderName: String) -> Bool {
        folderName.hasPrefix(FileName.encoded(CampaignKind.script.prefix ?? ""))
    }
}

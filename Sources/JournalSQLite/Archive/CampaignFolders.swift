internal import Journal

/// Where the campaigns of a state folder are: `campaigns/ENDPOINT/NAME/NUMBER.db`.
struct CampaignFolders {
    let state: String

    private var root: String { "\(state)/campaigns" }

    func folder(endpoint: String, name: String) -> String {
        "\(root)/\(FileName.encoded(endpoint))/\(FileName.encoded(name))"
    }

    func place(of campaign: CampaignID) -> JournalPlace {
        JournalPlace(
            campaign: campaign, folder: folder(endpoint: campaign.endpoint, name: campaign.name))
    }

    /// The numbers of the campaigns in a folder, also of those of which only the witness is left.
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

    /// The campaigns at an endpoint that may have an intent which was written since a time, in seconds since 1970 UTC.
    ///
    /// A campaign of one process whose lock file is gone has none; see ``SQLiteProcessCampaign``.
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

    /// Every campaign that is stored.
    func campaigns() throws(JournalError) -> [CampaignID] {
        var found: [CampaignID] = []
        for endpoint in try Folder.names(in: root) {
            for name in try Folder.names(in: "\(root)/\(endpoint)") {
                found += try campaigns(endpoint, name) { _ in true }
            }
        }
        return found.sorted()
    }

    /// The campaigns of a folder whose numbers pass a filter.
    private func campaigns(
        _ endpoint: String, _ name: String, where isWanted: (Int) -> Bool
    ) throws(JournalError) -> [CampaignID] {
        let folder = "\(root)/\(endpoint)/\(name)"
        let numbers = try Self.numbers(in: folder).filter(isWanted)
        let decoded = (FileName.decoded(endpoint), FileName.decoded(name))
        if let endpoint = decoded.0, let name = decoded.1 {
            return numbers.map { CampaignID(endpoint: endpoint, name: name, number: $0) }
        }
        // A name that was cut stands in the database.
        return numbers.compactMap { number in
            let owner = try? Owner.read(Connection("\(folder)/\(number).db", .read))
            return owner
                ?? CampaignID(endpoint: decoded.0 ?? endpoint, name: decoded.1 ?? name, number: number)
        }
    }
}

extension CampaignID {
    /// Whether a folder, by the name of its file, has campaigns of scripts; a name that was cut keeps its beginning.
    fileprivate static func isOfScripts(folderName: String) -> Bool {
        folderName.hasPrefix(FileName.encoded(CampaignKind.script.prefix ?? ""))
    }
}

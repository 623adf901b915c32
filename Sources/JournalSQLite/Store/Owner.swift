internal import Journal

/// The campaign of a database, stored in the database itself, because the names of long folders are cut.
enum Owner {
    static func write(_ campaign: CampaignID, _ connection: Connection) throws(SQLiteError) {
        let insert = try connection.prepare("insert or replace into about values (?, ?)")
        let values = [
            ("endpoint", campaign.endpoint), ("name", campaign.name), ("number", String(campaign.number)),
        ]
        for (name, value) in values {
            try insert.bind(name, at: 1)
            try insert.bind(value, at: 2)
            try insert.run()
        }
    }

    /// Returns the campaign; nil if the database does not tell it.
    static func read(_ connection: Connection) throws(SQLiteError) -> CampaignID? {
        func value(_ name: String) throws(SQLiteError) -> String? {
            try connection.text("select value from about where name = '\(name)'")
        }
        guard let endpoint = try value("endpoint"), let name = try value("name"),
            let number = try value("number").flatMap({ Int($0) })
        else { return nil }
        return CampaignID(endpoint: endpoint, name: name, number: number)
    }
}

package import Journal

/// Finds the last campaign that has an instance.
package struct InstanceSearch {
    /// A campaign, and the positions of the instance in it.
    package struct Finding {
        package let opening: Opening
        /// The positions in the plan: several if several instances have the name.
        package let positions: [Int]
        package let history: any CampaignHistory
    }

    private struct Candidate {
        var campaign: CampaignID
        var history: any CampaignHistory
        var lastTime: Double
    }

    /// The errors of campaigns that could not be read; the search skips these campaigns.
    package private(set) var problems: [JournalError] = []
    private var candidates: [Candidate] = []

    package init(_ campaigns: [CampaignID], in archive: any CampaignArchive) {
        for campaign in campaigns {
            do throws(JournalError) {
                let history = try archive.history(of: campaign)
                guard let last = try history.lastEvent(of: campaign) else { continue }
                candidates.append(Candidate(campaign: campaign, history: history, lastTime: last.time))
            } catch { problems.append(error) }
        }
        candidates.sort { ($0.lastTime, $0.campaign) > ($1.lastTime, $1.campaign) }
    }

    /// Returns the last campaign that has the instance, by its id or its name; nil if no campaign has it.
    package mutating func find(_ instance: String) -> Finding? {
        for candidate in candidates {
            do throws(JournalError) {
                if let finding = try Self.find(instance, candidate) { return finding }
            } catch { problems.append(error) }
        }
        return nil
    }

    private static func find(_ instance: String, _ candidate: Candidate) throws(JournalError) -> Finding? {
        if candidate.campaign.kind == .script { return try findRequest(for: instance, candidate) }
        guard let opening = try Opening(candidate.campaign, reading: candidate.history) else { return nil }
        let positions = opening.positions(of: instance)
        guard !positions.isEmpty else { return nil }
        return Finding(opening: opening, positions: positions, history: candidate.history)
    }

    /// Searches the requests of a script, which knows instances by their ids only.
    private static func findRequest(
        for instance: String, _ candidate: Candidate
    ) throws(JournalError) -> Finding? {
        guard try !candidate.history.entries(about: instance).isEmpty,
            let opening = try Opening(candidate.campaign, about: instance, reading: candidate.history)
        else { return nil }
        return Finding(opening: opening, positions: [0], history: candidate.history)
    }

    /// Returns the ids and names of the last campaign, for suggestions; returns none if there are more than
    /// `count`.
    package func words(max count: Int = 20_000) -> [String] {
        guard let last = candidates.first, let opening = try? Opening(last.campaign, reading: last.history),
            opening.words.count <= count
        else { return [] }
        return opening.words
    }
}

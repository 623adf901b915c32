package import Journal

/// Chooses the campaigns that may be deleted: closed campaigns, by age and by count; the last campaign of a
/// name stays, unless it is an execution.
package struct PruneRule: Sendable {
    /// The least number of seconds since the end; nil means any age.
    package var olderThan: Double?
    /// The number of campaigns of each name that stay, the newest first.
    package var keep: Int

    /// Makes the rule; keeps at least 1 campaign of a name, because the last campaign of a name always stays.
    package init(olderThan: Double?, keep: Int?) {
        self.olderThan = olderThan
        self.keep = max(1, keep ?? 1)
    }

    /// Chooses the campaigns to be deleted, in order.
    ///
    /// - Parameters:
    ///   - campaigns: Every stored campaign.
    ///   - now: Seconds since 1970 UTC.
    ///   - ending: How a campaign was left; nil for a campaign that is open, or can't be read.
    /// - Returns: Campaigns that may be deleted.
    package func choose(
        among campaigns: [CampaignID], now: Double, ending: (CampaignID) -> Ending?
    ) -> [CampaignID] {
        let byName = Dictionary(grouping: campaigns) { [$0.endpoint, $0.name] }
        let beyond = byName.values.flatMap { ofName in
            // No operator sees the number of an execution, so the number may be used again.
            ofName.sorted().dropLast(ofName.first?.kind == .execution ? 0 : keep)
        }
        return beyond.sorted().filter { campaign in
            guard let ending = ending(campaign), ending.standing == .closed else { return false }
            return now - ending.time > olderThan ?? -.infinity
        }
    }
}

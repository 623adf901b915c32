package import Journal

/// Which campaigns may be deleted: closed ones, by age and by count; never the last of a name, but for executions.
package struct PruneRule: Sendable {
    /// Seconds since the end; nil: any age.
    package var olderThan: Double?
    /// How many of the newest campaigns of each name stay.
    package var keep: Int

    /// At least 1 is kept, as the last campaign of a name always stays.
    package init(olderThan: Double?, keep: Int?) {
        self.olderThan = olderThan
        self.keep = max(1, keep ?? 1)
    }

    /// Chooses the campaigns to be deleted, in order.
    ///
    /// - Parameters:
    ///   - campaigns: Every campaign that is stored.
    ///   - now: Seconds since 1970 UTC.
    ///   - ending: How a campaign was left; nil for a campaign that is open, or can't be read.
    /// - Returns: Campaigns that may be deleted.
    package func choose(
        among campaigns: [CampaignID], now: Double, ending: (CampaignID) -> Ending?
    ) -> [CampaignID] {
        let byName = Dictionary(grouping: campaigns) { [$0.endpoint, $0.name] }
        let beyond = byName.values.flatMap { ofName in
            // The numbers of executions are not told to people, and may be given again.
            ofName.sorted().dropLast(ofName.first?.kind == .execution ? 0 : keep)
        }
        return beyond.sorted().filter { campaign in
            guard let ending = ending(campaign), ending.standing == .closed else { return false }
            return now - ending.time > olderThan ?? -.infinity
        }
    }
}

/// What the command line asks for about the last campaign of a roll.
package struct CampaignWish: Sendable, Equatable {
    /// Whether to begin a new campaign although the last campaign could be resumed.
    package var beginsAnew: Bool
    /// Whether to resume the last campaign, whatever its age.
    package var goesOn: Bool
    /// Outcomes whose instances are retried: `failed`, `uncertain`.
    package var retriedOutcomes: [String]
    /// How long a roll waits for another process that holds the lock of its name.
    package var lockPatience: Duration

    package init(
        beginsAnew: Bool = false, goesOn: Bool = false, retriedOutcomes: [String] = [],
        lockPatience: Duration = .zero
    ) {
        self.beginsAnew = beginsAnew
        self.goesOn = goesOn
        self.retriedOutcomes = retriedOutcomes
        self.lockPatience = lockPatience
    }
}

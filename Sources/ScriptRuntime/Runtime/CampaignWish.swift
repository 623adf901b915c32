/// What the operator wants of the last campaign of a roll's name, by the command line.
package struct CampaignWish: Sendable, Equatable {
    /// Whether a new campaign is begun although the last one could go on.
    package var beginsAnew: Bool
    /// Whether the operator asked to go on with the last campaign, whatever its age.
    package var goesOn: Bool
    /// Outcomes whose instances are tried again: `failed`, `uncertain`.
    package var retriedOutcomes: [String]
    /// How long a roll waits for another process that is at work on its name.
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

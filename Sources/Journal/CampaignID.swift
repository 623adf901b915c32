/// Identifies a campaign: one roll, over all processes that work on it.
package struct CampaignID: Sendable, Hashable, Comparable {
    /// The cloud's address, as the operator gave it to the program.
    package var endpoint: String
    package var name: String
    /// The number of the campaign among the campaigns of its name at its endpoint, from 1.
    package var number: Int

    package init(endpoint: String, name: String, number: Int) {
        self.endpoint = endpoint
        self.name = name
        self.number = number
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.endpoint, left.name, left.number) < (right.endpoint, right.name, right.number)
    }
}

/// Which campaign: one roll, however many processes it takes.
package struct CampaignID: Sendable, Hashable, Comparable {
    /// The cloud's address, as the program was given it.
    package var endpoint: String
    package var name: String
    /// Counts the campaigns of a name at an endpoint, from 1.
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

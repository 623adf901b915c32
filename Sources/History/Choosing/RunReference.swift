package import Journal

/// A campaign as a command line names it: `NAME` for the last campaign of a name, or `NAME/NUMBER`.
package struct RunReference: Sendable {
    private let text: String
    private let endpoint: String?

    /// Reads the text; `endpoint` limits the search to an address of the cloud, and nil searches all
    /// addresses.
    package init(_ text: String, endpoint: String? = nil) {
        (self.text, self.endpoint) = (text, endpoint)
    }

    /// Why a text does not name exactly one campaign.
    package enum Problem: Error, Equatable {
        case unknownName(String)
        case unknownNumber(Int, name: String, last: Int)
        case severalEndpoints(name: String, endpoints: [String])
    }

    /// Finds the campaign among the stored campaigns.
    package func find(among campaigns: [CampaignID]) throws(Problem) -> CampaignID {
        let here = campaigns.filter { endpoint == nil || $0.endpoint == endpoint }
        // A name may have slashes itself, and may end like a number.
        if here.contains(where: { $0.name == text }) { return try last(text, nil, here) }
        guard let (name, number) = numbered, here.contains(where: { $0.name == name }) else {
            throw .unknownName(numbered?.name ?? text)
        }
        return try last(name, number, here)
    }

    private var numbered: (name: String, number: Int)? {
        guard let slash = text.lastIndex(of: "/"), let number = Int(text[text.index(after: slash)...]) else {
            return nil
        }
        return (String(text[..<slash]), number)
    }

    private func last(
        _ name: String, _ number: Int?, _ campaigns: [CampaignID]
    ) throws(Problem) -> CampaignID {
        let named = campaigns.filter { $0.name == name }
        let endpoints = Set(named.map(\.endpoint)).sorted()
        guard endpoints.count == 1 else { throw .severalEndpoints(name: name, endpoints: endpoints) }
        let latest = named.max { $0.number < $1.number }
        if let found = named.first(where: { $0.number == number ?? latest?.number }) { return found }
        throw .unknownNumber(number ?? 0, name: name, last: latest?.number ?? 0)
    }
}

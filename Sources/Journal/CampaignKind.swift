/// What a campaign records; the beginning of its name tells the kind.
package enum CampaignKind: String, Sendable, CaseIterable {
    /// A roll of the library `rolling`.
    case roll
    /// The reboots that a script requests outside of rolls.
    case script
    /// The rolls that a script has begun, from its beginning to its end.
    case execution

    /// How the names of these campaigns begin; nil for a roll, whose name the operator chooses.
    package var prefix: String? { self == .roll ? nil : "\(rawValue):" }
}

extension CampaignID {
    package var kind: CampaignKind { Self.kind(ofName: name) }

    /// Returns the kind of the campaigns of a name; a roll can't have a name of another kind.
    package static func kind(ofName name: String) -> CampaignKind {
        CampaignKind.allCases.first { kind in kind.prefix.map(name.hasPrefix) ?? false } ?? .roll
    }
}

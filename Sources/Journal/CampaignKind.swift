/// What a campaign records, told by the beginning of its name.
package enum CampaignKind: String, Sendable, CaseIterable {
    /// A roll of the library `rolling`.
    case roll
    /// The reboots that a script without a roll has asked for.
    case script
    /// Which rolls a script has begun, from its beginning to its end.
    case execution

    /// How the names of these campaigns begin; nil for a roll, whose name the operator chooses.
    package var prefix: String? { self == .roll ? nil : "\(rawValue):" }
}

extension CampaignID {
    package var kind: CampaignKind { Self.kind(ofName: name) }

    /// The kind of the campaigns of a name; no roll may have the name of another kind.
    package static func kind(ofName name: String) -> CampaignKind {
        CampaignKind.allCases.first { kind in kind.prefix.map(name.hasPrefix) ?? false } ?? .roll
    }
}

/// The name of a script in the record of its requests.
package enum ScriptName: Sendable, Equatable {
    /// A file, by its path on the command line.
    case file(String)
    /// Text of the command line or of standard input.
    case text
    /// Lines that an operator types.
    case conversation

    private static let prefix = CampaignKind.script.prefix ?? ""
    private static let textName = "(text)"
    private static let conversationName = "(repl)"

    /// The name of the campaign.
    package var campaign: String {
        switch self {
        case .file(let path): Self.prefix + path
        case .text: Self.prefix + Self.textName
        case .conversation: Self.prefix + Self.conversationName
        }
    }

    /// Reads the name of a campaign; nil if the campaign is of another kind.
    package init?(campaign name: String) {
        guard CampaignID.kind(ofName: name) == .script else { return nil }
        switch String(name.dropFirst(Self.prefix.count)) {
        case Self.textName: self = .text
        case Self.conversationName: self = .conversation
        case let path: self = .file(path)
        }
    }

    /// The script in a sentence: `the script nightly.lua`.
    package var text: String {
        switch self {
        case .file(let path): "the script \(path)"
        case .text: "a script without a file"
        case .conversation: "the REPL"
        }
    }
}

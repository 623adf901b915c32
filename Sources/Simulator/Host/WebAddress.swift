/// The parts of an `http` or `https` URL that a simulated network needs.
struct WebAddress: Sendable, Equatable {
    /// In lower case, without brackets.
    var host: String
    /// Without query and fragment; at least `/`.
    var path: String

    /// Nil for anything else.
    init?(_ url: String) {
        guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else {
            return nil
        }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { !"/?#".contains($0) }
        let path = rest.dropFirst(authority.count).prefix { !"?#".contains($0) }
        let withoutUser = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard let host = Self.host(withoutUser) else { return nil }
        self.host = host.lowercased()
        self.path = path.isEmpty ? "/" : String(path)
    }

    private static func host(_ authority: Substring) -> String? {
        if authority.first == "[" {
            let inner = authority.dropFirst().prefix { $0 != "]" }
            return inner.isEmpty || inner.count + 1 == authority.count ? nil : String(inner)
        }
        let name = authority.prefix { $0 != ":" }
        return name.isEmpty ? nil : String(name)
    }
}

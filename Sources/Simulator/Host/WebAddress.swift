/// The parts of an `http` or `https` URL that a simulated network needs.
struct WebAddress: Sendable, Equatable {
    /// In lower case, without brackets.
    var hostname: String
    /// Without query and fragment; at least `/`.
    var path: String

    /// Reads a URL; nil if it is not an `http` or `https` URL.
    init?(_ url: String) {
        let bytes = url.utf8[...]
        let schemes: [StaticString] = ["http://", "https://"]
        guard let scheme = schemes.first(where: { bytes.begins(with: $0) }) else { return nil }
        let rest = bytes.dropFirst(scheme.utf8CodeUnitCount)
        let authority = rest.prefix { $0 != slash && $0 != question && $0 != hash }
        let path = rest[authority.endIndex...].prefix { $0 != question && $0 != hash }
        let withoutUser = authority.lastIndex(of: at).map { authority[$0...].dropFirst() } ?? authority
        guard let hostname = Self.hostname(withoutUser) else { return nil }
        self.hostname = String(Substring(hostname)).lowercased()
        self.path = path.isEmpty ? "/" : String(Substring(path))
    }

    private static func hostname(_ authority: Substring.UTF8View) -> Substring.UTF8View? {
        if authority.first == UInt8(ascii: "[") {
            let inner = authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
            return inner.isEmpty || inner.endIndex == authority.endIndex ? nil : inner
        }
        let name = authority.prefix { $0 != UInt8(ascii: ":") }
        return name.isEmpty ? nil : name
    }
}

private let slash = UInt8(ascii: "/")
private let question = UInt8(ascii: "?")
private let hash = UInt8(ascii: "#")
private let at = UInt8(ascii: "@")

extension Substring.UTF8View {
    /// Whether it begins with `text`, which is in lower case; its own case does not matter.
    fileprivate func begins(with text: StaticString) -> Bool {
        text.withUTF8Buffer { expected in
            count >= expected.count && zip(self, expected).allSatisfy { $0.inLowerCase == $1 }
        }
    }
}

extension UInt8 {
    fileprivate var inLowerCase: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}

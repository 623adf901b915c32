/// The parts of an `http` or `https` URL that a simulated network needs.
struct WebAddress: Sendable, Equatable {
    /// In lower case, without brackets.
    var hostname: String
    /// Without query and fragment; at least `/`.
    var path: String

    /// Reads a URL; nil if it is not an `http` or `https` URL.
    init?(_ url: String) {
        var url = url
        guard let parts = url.withUTF8({ Self.parts(of: $0) }) else { return nil }
        hostname = parts.hostname
        path = parts.path
    }

    private static func parts(of url: Bytes) -> (hostname: String, path: String)? {
        guard let start = [Self.http, Self.https].first(where: { begins(url, with: $0) })?.utf8CodeUnitCount
        else { return nil }
        let rest = url[start...]
        let authority = rest.prefix { $0 != slash && $0 != question && $0 != hash }
        let path = rest[authority.endIndex...].prefix { $0 != question && $0 != hash }
        let withoutUser = authority.lastIndex(of: at).map { authority[$0...].dropFirst() } ?? authority
        guard let hostname = hostname(withoutUser) else { return nil }
        let isLower = !hostname.contains { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 >= 0x80 }
        let name = String(decoding: Bytes(rebasing: hostname), as: UTF8.self)
        return (
            isLower ? name : name.lowercased(),
            path.isEmpty ? "/" : String(decoding: Bytes(rebasing: path), as: UTF8.self)
        )
    }

    private static let http: StaticString = "http://"
    private static let https: StaticString = "https://"

    /// Whether a URL begins with a scheme, in upper or lower case.
    private static func begins(_ url: Bytes, with scheme: StaticString) -> Bool {
        guard url.count >= scheme.utf8CodeUnitCount else { return false }
        for (index, byte) in Bytes(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount).enumerated()
        where url[index].inLowerCase != byte { return false }
        return true
    }

    private static func hostname(_ authority: Slice<Bytes>) -> Slice<Bytes>? {
        if authority.first == UInt8(ascii: "[") {
            let inner = authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
            return inner.isEmpty || inner.endIndex == authority.endIndex ? nil : inner
        }
        let name = authority.prefix { $0 != UInt8(ascii: ":") }
        return name.isEmpty ? nil : name
    }
}

private typealias Bytes = UnsafeBufferPointer<UInt8>

private let slash = UInt8(ascii: "/")
private let question = UInt8(ascii: "?")
private let hash = UInt8(ascii: "#")
private let at = UInt8(ascii: "@")

extension UInt8 {
    fileprivate var inLowerCase: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}

/// A proxy: an HTTP proxy, which tunnels `https` by `CONNECT` and forwards plain `http` requests, or a SOCKS 5 proxy, which
/// resolves names itself.
public struct Proxy: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case http, socks }

    public var kind: Kind
    public var hostname: String
    public var port: Int
    /// `user:password`, decoded; never part of a description.
    package var credentials: String?

    /// Reads `[http://|socks5://|socks5h://][user:password@]hostname[:port]`, or nil if it is something else.
    public init?(parsing text: String) {
        var rest = text[...]
        var scheme = "http"
        if let separator = rest.firstRange(of: "://") {
            scheme = rest[..<separator.lowerBound].lowercased()
            rest = rest[separator.upperBound...]
        }
        switch scheme {
        case "http": (kind, port) = (.http, 1080)
        case "socks5", "socks5h": (kind, port) = (.socks, 1080)
        default: return nil
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = rest.lastIndex(of: "@") {
            guard let decoded = percentDecoded(rest[..<at]), kind == .http else { return nil }
            credentials = decoded
            rest = rest[rest.index(after: at)...]
        }
        guard let authority = HostnameAndPort(parsing: rest) else { return nil }
        hostname = authority.hostname
        port = authority.port ?? port
    }
}

extension Proxy: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(kind) proxy \(hostname):\(port)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["hostname": hostname, "port": port]) }
}

/// The part of a URL or of a list that names a server.
struct HostnameAndPort {
    /// In lower case, without brackets.
    var hostname: String
    var port: Int?

    /// Reads `hostname`, `hostname:port`, `[v6]`, `[v6]:port` or a bare IPv6 address.
    init?(parsing text: some StringProtocol) {
        let text = text.lowercased()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            hostname = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            guard readPort(rest.dropFirst(), wanted: !rest.isEmpty) else { return nil }
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            hostname = String(text[..<colon])
            guard readPort(text[text.index(after: colon)...], wanted: true) else { return nil }
        } else {
            hostname = text
        }
        guard !hostname.isEmpty, !hostname.contains(where: \.isWhitespace) else { return nil }
    }

    private mutating func readPort(_ text: Substring, wanted: Bool) -> Bool {
        guard wanted else { return true }
        guard let number = UInt16(text), number > 0 else { return false }
        port = Int(number)
        return true
    }
}

/// Decodes `%41` and the like; nil if the result is not UTF-8 or an escape is incomplete.
private func percentDecoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else {
            return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}

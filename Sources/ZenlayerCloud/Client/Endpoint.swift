/// The address of the cloud's API: `https`, or `http` for a loopback address.
public struct Endpoint: Sendable, Equatable {
    /// `https` or `http`.
    public let scheme: String
    /// The hostname, and the port unless it is the scheme's default; exactly what is sent as `Host`, and signed.
    public let authority: String

    /// The cloud's only endpoint, for all regions.
    public static let standard = Endpoint(scheme: "https", authority: "console.zenlayer.com")

    private init(scheme: String, authority: String) {
        self.scheme = scheme
        self.authority = authority
    }

    /// Reads `hostname`, `hostname:port` or either behind `https://` or, for a loopback address, `http://`.
    public init(_ text: String) throws(CloudError) {
        let (scheme, rest) = Self.splitScheme(text)
        guard scheme == "https" || scheme == "http" else {
            throw .endpoint(text, "starts with \(scheme)://, but only https:// can be used")
        }
        let authority = rest.hasSuffix("/") ? rest.dropLast() : rest
        guard !authority.contains("/") else {
            throw .endpoint(text, "has a path; name the host and the port alone")
        }
        let (hostname, port) = try Self.splitPort(authority, in: text)
        guard scheme == "https" || Self.isLoopback(hostname) else {
            throw .endpoint(text, "would send requests unencrypted; use https://")
        }
        let isOwnPort = port == nil || port == (scheme == "https" ? 443 : 80)
        self.scheme = scheme
        self.authority = isOwnPort ? hostname : "\(hostname):\(port ?? 0)"
    }

    /// The address of a service.
    public func url(of service: CloudService) -> String {
        "\(scheme)://\(authority)\(service.path)"
    }
}

extension Endpoint {
    private static func splitScheme(_ text: String) -> (scheme: String, rest: Substring) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (parts[0].lowercased(), parts[1]) : ("https", text[...])
    }

    private static func splitPort(
        _ authority: Substring, in text: String
    ) throws(CloudError) -> (hostname: String, port: Int?) {
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let hostname = authority[..<(colon ?? authority.endIndex)].lowercased()
        guard isHostname(hostname) else { throw .endpoint(text, "is not a hostname, with or without a port") }
        guard let colon else { return (hostname, nil) }
        let digits = authority[authority.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65535).contains(port)
        else { throw .endpoint(text, "has no valid port; a port is a number from 1 to 65535") }
        return (hostname, port)
    }

    private static func isHostname(_ hostname: String) -> Bool {
        if hostname.hasPrefix("["), hostname.hasSuffix("]") {
            return hostname.count > 2 && hostname.dropFirst().dropLast().utf8.allSatisfy(isIPv6Byte)
        }
        return !hostname.isEmpty && hostname.utf8.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isIPv6Byte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Whether the host is this machine; `127.example.com` is not an address: all four parts must be numbers.
    private static func isLoopback(_ hostname: String) -> Bool {
        let parts = hostname.split(separator: ".", omittingEmptySubsequences: false)
        return hostname == "localhost" || hostname == "[::1]"
            || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension CloudError {
    fileprivate static func endpoint(_ text: String, _ problem: String) -> CloudError {
        CloudError(
            .configuration,
            code: "INVALID_ENDPOINT",
            message: "The endpoint \"\(text)\" \(problem).",
            hint: "The cloud's own is https://console.zenlayer.com."
        )
    }
}

/// The servers that are reached without a proxy: `NO_PROXY`, and always loopback.
///
/// Entries are separated by commas or spaces: a name covers itself and all names below it (a leading dot changes nothing),
/// an address covers itself, `10.0.0.0/8` a network, `name:port` one port, and `*` everything.
struct ProxyExceptions: Sendable, Equatable {
    private enum Entry: Sendable, Equatable {
        case everything
        case network(IPAddress, prefixLength: Int)
        case name(String, port: Int?)
    }

    private var entries: [Entry]

    init(parsing list: String) {
        entries = list.split { $0 == "," || $0.isWhitespace }.compactMap(Self.entry)
    }

    private static func entry(_ text: Substring) -> Entry? {
        if text == "*" { return .everything }
        let parts = text.split(separator: "/", maxSplits: 1)
        if parts.count == 2, let address = IPAddress(String(parts[0])), let length = Int(parts[1]) {
            return .network(address, prefixLength: length)
        }
        guard let server = HostnameAndPort(parsing: text) else { return nil }
        return .name(server.hostname.trimmingDots(), port: server.port)
    }

    func cover(hostname: String, port: Int) -> Bool {
        let hostname = (HostnameAndPort(parsing: hostname)?.hostname ?? hostname.lowercased()).trimmingDots()
        let address = IPAddress(hostname)
        if hostname == "localhost" || hostname.hasSuffix(".localhost") || address?.isLoopback == true {
            return true
        }
        return entries.contains { entry in
            switch entry {
            case .everything: true
            case .network(let network, let length): address?.isInside(network, prefixLength: length) == true
            case .name(let name, let only):
                (only == nil || only == port)
                    && (hostname == name || address == nil && hostname.hasSuffix("." + name)
                        || address != nil && address == IPAddress(name))
            }
        }
    }
}

extension String {
    fileprivate func trimmingDots() -> String {
        var rest = self[...]
        while rest.first == "." { rest.removeFirst() }
        if rest.last == "." { rest.removeLast() }
        return String(rest)
    }
}

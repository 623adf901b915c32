internal import FoundationEssentials

/// Where a request goes, worked out from its URL.
struct RequestTarget {
    var url: URL
    /// `scheme://host:port`, the key by which connections are counted.
    var server: String
    /// Nil where the way is direct.
    var proxy: Proxy?

    init(_ text: String, proxies: ProxySettings) throws(TransportError) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host,
            !host.isEmpty
        else { throw .notSent("the URL has no server") }
        guard scheme == "https" || scheme == "http" else {
            throw .notSent("'\(scheme)' is not http or https")
        }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65535).contains(port) else { throw .notSent("\(port) is no port: 1 to 65535 are") }
        self.url = url
        server = "\(scheme)://\(host):\(port)"
        switch proxies.route(scheme: scheme, host: host, port: port) {
        case .direct: break
        case .through(let proxy): self.proxy = proxy
        case .unusable(let reason): throw .notSent(reason)
        }
    }
}

/// The targets of the URLs seen lately; a client of a cloud asks for the same few again and again.
struct RequestTargets {
    private let proxies: ProxySettings
    private var known: [String: RequestTarget] = [:]

    init(proxies: ProxySettings) {
        self.proxies = proxies
    }

    mutating func target(of url: String) -> Result<RequestTarget, TransportError> {
        if let target = known[url] { return .success(target) }
        do throws(TransportError) {
            let target = try RequestTarget(url, proxies: proxies)
            if known.count >= 64 { known.removeAll() }
            known[url] = target
            return .success(target)
        } catch {
            return .failure(error)
        }
    }
}

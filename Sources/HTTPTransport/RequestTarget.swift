internal import Basics
internal import FoundationEssentials

/// Where a request goes, derived from its URL.
struct RequestTarget {
    /// The URL for async-http-client; for a forwarded request its server is the proxy.
    var url: URL
    /// `scheme://hostname:port`, the key by which connections are counted.
    var server: String
    /// The proxy that tunnels the connection; nil for a direct connection and for a forwarded request.
    var tunnel: Proxy?
    /// What the proxy needs to forward the request; nil if no proxy forwards it.
    var forwarding: ForwardedRequest?

    init(_ text: String, proxies: ProxySettings) throws(TransportError) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let hostname = url.host,
            !hostname.isEmpty
        else { throw .notSent("the URL has no server") }
        guard scheme == "https" || scheme == "http" else {
            throw .notSent("'\(scheme)' is not http or https")
        }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65535).contains(port) else { throw .notSent("\(port) is no port: 1 to 65535 are") }
        self.url = url
        server = "\(scheme)://\(hostname):\(port)"
        switch proxies.route(scheme: scheme, hostname: hostname, port: port) {
        case .direct: break
        case .through(let proxy) where proxy.kind == .http && scheme == "http":
            let proxyServer = authority(hostname: proxy.hostname, port: proxy.port)
            guard let address = URL(string: "http://" + proxyServer + pathAndQuery(of: text)) else {
                throw .notSent("the URL of the proxy has no server")
            }
            self.url = address
            forwarding = ForwardedRequest(
                authority: authority(hostname: hostname, port: port == 80 ? nil : port), proxy: proxy)
        case .through(let proxy): tunnel = proxy
        case .unusable(let reason): throw .notSent(reason)
        }
    }
}

/// A server as a URL names it.
private func authority(hostname: String, port: Int?) -> String {
    let name = hostname.contains(":") && !hostname.hasPrefix("[") ? "[\(hostname)]" : hostname
    return port.map { "\(name):\($0)" } ?? name
}

/// The part of a URL after the server, unchanged; it begins with a slash.
private func pathAndQuery(of url: String) -> String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let path = rest.drop { $0 != "/" && $0 != "?" && $0 != "#" }
    return path.hasPrefix("/") ? String(path) : "/" + path
}

/// The targets of the latest URLs, since a cloud's client uses the same few again and again.
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

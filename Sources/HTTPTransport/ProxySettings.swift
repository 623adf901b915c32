/// The proxy for each server, according to the environment.
///
/// As in curl: `HTTPS_PROXY` or `https_proxy`, `http_proxy` in lower case only (in a CGI program, `HTTP_PROXY` is a header
/// that the client chose), `ALL_PROXY` for both, and `NO_PROXY` for the exceptions. Lower case wins. Loopback is never
/// reached through a proxy.
public struct ProxySettings: Sendable, Equatable {
    /// The route to one server.
    public enum Route: Sendable, Hashable {
        case direct
        case through(Proxy)
        /// The environment names an invalid proxy; the sentence says which variable and why.
        case unusable(String)
    }

    private var secure: Route
    private var plain: Route
    private var exceptions: ProxyExceptions

    /// No proxy at all.
    public static let none = ProxySettings { _ in nil }

    /// Reads the settings through `environment`, which gives the value of a variable.
    public init(environment: (String) -> String?) {
        func route(_ names: [String]) -> Route {
            for name in names {
                guard let value = environment(name), !value.isEmpty else { continue }
                guard let proxy = Proxy(parsing: value) else {
                    return .unusable("\(name) is not the URL of an http or socks5 proxy")
                }
                return .through(proxy)
            }
            return .direct
        }
        secure = route(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
        plain = route(["http_proxy", "all_proxy", "ALL_PROXY"])
        exceptions = ProxyExceptions(parsing: environment("no_proxy") ?? environment("NO_PROXY") ?? "")
    }

    /// The route to a server.
    ///
    /// - Parameters:
    ///   - scheme: `https` or `http`, in lower case.
    ///   - hostname: A name or an address; IPv6 with or without brackets.
    ///   - port: The port that the request goes to.
    /// - Returns: Direct, through a proxy, or the reason for which neither is possible.
    public func route(scheme: String, hostname: String, port: Int) -> Route {
        let route = scheme == "https" ? secure : plain
        guard route != .direct, !exceptions.cover(hostname: hostname, port: port) else { return .direct }
        return route
    }
}

import Testing

@testable import HTTPTransport

struct ProxySettingsTests {
    @Test func upperCaseHTTPProxyIsIgnoredAsAClientCouldHaveChosenIt() {
        let settings = make(["HTTP_PROXY": "http://evil:1", "HTTPS_PROXY": "http://proxy:2"])
        #expect(settings.route(scheme: "http", hostname: "example.com", port: 80) == .direct)
        #expect(settings.route(scheme: "https", hostname: "example.com", port: 443).proxyPort == 2)
    }

    @Test func lowerCaseWinsAndAllProxyServesTheRest() {
        let settings = make([
            "https_proxy": "one:1", "HTTPS_PROXY": "two:2", "ALL_PROXY": "socks5h://three:3",
        ])
        #expect(settings.route(scheme: "https", hostname: "example.com", port: 443).proxyPort == 1)
        #expect(settings.route(scheme: "http", hostname: "example.com", port: 80).proxyPort == 3)
    }

    @Test(arguments: ["localhost", "db.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "LOCALHOST."])
    func loopbackIsNeverBehindAProxy(hostname: String) {
        #expect(
            make(["https_proxy": "proxy:1"]).route(scheme: "https", hostname: hostname, port: 443) == .direct)
    }

    @Test(arguments: [
        ("example.com", "example.com", true), ("example.com", "api.example.com", true),
        ("example.com", "notexample.com", false), (".example.com", "example.com", true),
        ("example.com:8443", "example.com", false), ("example.com:443", "example.com", true),
        ("a, b  EXAMPLE.com", "example.com.", true), ("*", "anything", true), ("", "example.com", false),
        ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.1.2.3", false),
        ("10.0.0.0/99", "10.1.2.3", false),
        ("10.1.2.3", "10.1.2.3", true), ("2.3", "10.1.2.3", false), ("fd00::/8", "[fd00::1]", true),
        ("fd00::1", "[FD00:0::1]", true),
    ])
    func exceptionsAreNamesWithAllBelowThemAddressesAndNetworks(
        list: String, hostname: String, isDirect: Bool
    ) {
        let settings = make(["https_proxy": "proxy:1", "NO_PROXY": list])
        #expect((settings.route(scheme: "https", hostname: hostname, port: 443) == .direct) == isDirect)
    }

    @Test(arguments: ["https://proxy:1", "ftp://proxy", "http://", "proxy:notaport", "proxy:99999", "a b"])
    func aProxyThatCannotBeUsedIsAnErrorRatherThanTheDirectWay(value: String) {
        let route = make(["https_proxy": value]).route(scheme: "https", hostname: "example.com", port: 443)
        #expect(route == .unusable("https_proxy is not the URL of an http or socks5 proxy"))
    }

    @Test func thePasswordNeverShows() throws {
        let proxy = try #require(Proxy(parsing: "http://me:p%40ss@proxy.example:3128/"))
        #expect(proxy.credentials == "me:p@ss")
        var dumped = ""
        dump(proxy, to: &dumped)
        for shown in ["\(proxy)", String(reflecting: proxy), dumped, "\(ProxySettings.Route.through(proxy))"]
        {
            #expect(!shown.contains("p@ss") && !shown.contains("p%40ss"))
        }
    }

    private func make(_ variables: [String: String]) -> ProxySettings {
        ProxySettings { variables[$0] }
    }
}

extension ProxySettings.Route {
    fileprivate var proxyPort: Int? {
        if case .through(let proxy) = self { proxy.port } else { nil }
    }
}

import Testing
import ZenlayerCloud

struct EndpointTests {
    @Test(arguments: [
        ("console.zenlayer.com", "https://console.zenlayer.com"),
        ("https://Console.Zenlayer.com/", "https://console.zenlayer.com"),
        ("https://example.org:443", "https://example.org"),
        ("example.org:8443", "https://example.org:8443"),
        ("http://127.0.0.1:18471", "http://127.0.0.1:18471"), ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"), ("[::1]", "https://[::1]"),
    ])
    func readsHostsWithAndWithoutSchemeAndPort(text: String, address: String) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.url(of: .zec) == address + "/api/v2/zec")
    }

    @Test(arguments: [
        "", "http://example.org", "http://127.0.0.1.example.org", "http://127.1", "ftp://x", "https://",
        "https://a/b", "https://user@host", "host:0", "host:65536", "host:+80", "host:", "a b", "https://x?y",
        "[::1", "http://localhost.example.org",
    ])
    func refusesWhatCouldLeakOrMislead(text: String) {
        let error = #expect(throws: CloudError.self) { try Endpoint(text) }
        #expect(error?.kind == .configuration)
        #expect(error?.message.contains("\"\(text)\"") == true)
    }

    @Test func theStandardEndpointHasNoPort() {
        #expect(Endpoint.standard.authority == "console.zenlayer.com")
    }
}

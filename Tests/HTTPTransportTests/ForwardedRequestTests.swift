import Basics
import HTTPTransport
import Synchronization
import Testing

/// Plain `http` through a proxy that allows CONNECT to port 443 only, which is squid's default.
struct ForwardedRequestTests {
    private func exchange(_ proxy: ForwardingProxy, user: String = "") throws -> LiveExchange {
        let variables = ["all_proxy": "http://\(user)127.0.0.1:\(proxy.server.port)"]
        return try LiveExchange(.init(proxies: ProxySettings { variables[$0] }))
    }

    @Test(arguments: [
        ("http://web-1.invalid/health?full=1", "http://web-1.invalid/health?full=1", "web-1.invalid"),
        ("http://web-1.invalid", "http://web-1.invalid/", "web-1.invalid"),
        ("http://web-1.invalid:80/", "http://web-1.invalid/", "web-1.invalid"),
        ("http://web-1.invalid:8080?a=b", "http://web-1.invalid:8080/?a=b", "web-1.invalid:8080"),
        ("http://user:secret@web-1.invalid/x", "http://web-1.invalid/x", "web-1.invalid"),
        ("http://[2001:db8::1]:8080/h", "http://[2001:db8::1]:8080/h", "[2001:db8::1]:8080"),
        ("HTTP://web-1.invalid/a%20b/../c//d", "http://web-1.invalid/a%20b/../c//d", "web-1.invalid"),
    ])
    func theProxyIsAskedForTheWholeURL(url: String, target: String, host: String) throws {
        let proxy = ForwardingProxy()
        #expect(try exchange(proxy).send(TransportRequest(method: "GET", url: url)).get().status == 200)
        let head = try #require(proxy.heads.first)
        #expect(proxy.heads.count == 1)
        #expect(head.first == "GET \(target) HTTP/1.1")
        #expect(head.filter { $0.lowercased().hasPrefix("host:") }.map { $0.dropFirst(6) } == [host[...]])
        #expect(!head.contains { $0.lowercased().hasPrefix("zecscript") })
    }

    @Test func aTunnelIsStillAskedForWithTLS() throws {
        let proxy = ForwardingProxy()
        let result = try exchange(proxy).send(TransportRequest(url: "https://web-1.invalid:8443/"))
        #expect(proxy.heads.first?.first == "CONNECT web-1.invalid:8443 HTTP/1.1")
        #expect(result == .failure(.notSent("the proxy refused to connect to the server")))
    }

    @Test func theProxyLearnsWhoAsksAndTheServerItsOwnName() throws {
        let proxy = ForwardingProxy()
        var request = TransportRequest(url: "http://10.1.2.3/api", body: Array("{}".utf8))
        request.headers = [("Host", "shop.example"), ("X-Request", "1")]
        #expect(try exchange(proxy, user: "ops:p%40ss@").send(request).get().status == 200)
        let head = try #require(proxy.heads.first)
        #expect(head.first == "POST http://10.1.2.3/api HTTP/1.1")
        #expect(head.contains("Proxy-Authorization: Basic b3BzOnBAc3M="))
        #expect(head.contains("Host: shop.example") && head.contains("X-Request: 1"))
        #expect(head.contains("Content-Length: 2"))
    }

    @Test func aProxyThatWantsToKnowWhoAsksHasForwardedNothing() throws {
        let proxy = ForwardingProxy { _, connection in
            connection.write("HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n")
            return true
        }
        let result = try exchange(proxy).send(TransportRequest(url: "http://web-1.invalid/"))
        #expect(result == .failure(.notSent("the proxy asks for credentials")))
    }

    @Test func aProxyThatIsNotThereHasSentNothing() throws {
        let variables = ["http_proxy": "http://127.0.0.1:\(LoopbackServer.refusedPort())"]
        let exchange = try LiveExchange(.init(proxies: ProxySettings { variables[$0] }))
        let result = exchange.send(TransportRequest(url: "http://web-1.invalid/"))
        #expect(result == .failure(.notSent("connection refused")))
    }

    @Test func oneConnectionServesRequestsForSeveralServers() throws {
        let proxy = ForwardingProxy()
        let exchange = try exchange(proxy)
        for number in 1...3 {
            let request = TransportRequest(method: "GET", url: "http://web-\(number).invalid/")
            #expect(try exchange.send(request).get().status == 200)
        }
        #expect(proxy.server.connectionCount == 1)
        #expect(proxy.heads.map(\.first) == (1...3).map { "GET http://web-\($0).invalid/ HTTP/1.1" })
    }

    @Test(arguments: [("GET", "200"), ("POST", "interrupted")])
    func aConnectionThatClosesUnansweredIsAskedAgainOnlyForWhatChangesNothing(method: String, end: String)
        throws
    {
        let proxy = ForwardingProxy { number, connection in
            guard number != 2 else { return false }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            return true
        }
        let exchange = try exchange(proxy)
        let request = TransportRequest(method: method, url: "http://web-1.invalid/")
        #expect(exchange.send(request).kind == "200")
        #expect(exchange.send(request).kind == end)
        #expect(proxy.heads.count == (method == "GET" ? 3 : 2))
    }

    @Test func limitsHoldAsWithoutAProxy() throws {
        let silent = try exchange(ForwardingProxy { _, connection in connection.waitForTheEnd() == () })
        let limit = Duration.milliseconds(300)
        var request = TransportRequest(url: "http://web-1.invalid/", timeout: limit)
        #expect(silent.send(request) == .failure(.timedOut(after: limit)))
        let large = try exchange(
            ForwardingProxy { _, connection in
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
                return true
            })
        request.responseSizeMax = 1000
        #expect(large.send(request) == .failure(.responseTooLarge(limit: 1000)))
        request.sendTimeout = .zero
        #expect(large.send(request).kind == "notSent")
    }

    @Test func aCompressedAnswerIsDecoded() throws {
        let proxy = ForwardingProxy { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 31\r\n\r\n")
            return connection.write(CompressedAnswerTests.gzip)
        }
        let request = TransportRequest(method: "GET", url: "http://web-1.invalid/")
        #expect(try exchange(proxy).send(request).get().body == Array("all is well".utf8))
    }
}

/// A proxy that stores the heads of requests, refuses tunnels to any port but 443, and answers all other requests itself.
private final class ForwardingProxy: Sendable {
    let server: LoopbackServer
    private let seen: Seen

    private final class Seen: Sendable {
        let heads = Mutex<[[String]]>([])

        /// Adds a head and returns its number, from 1.
        func add(_ head: String) -> Int {
            heads.withLock { heads in
                heads.append(head.split(separator: "\r\n").map(String.init))
                return heads.count
            }
        }
    }

    /// The lines of each request's head.
    var heads: [[String]] { seen.heads.withLock { $0 } }

    /// `answer` gets the number of the request, and returns whether the connection stays open.
    init(
        answer: @escaping @Sendable (Int, LoopbackServer.Connection) -> Bool = { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
    ) {
        let seen = Seen()
        self.seen = seen
        server = LoopbackServer { connection in
            while let head = connection.readRequest() {
                let number = seen.add(head)
                if head.hasPrefix("CONNECT "), !head.contains(":443 ") {
                    connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                    return
                }
                guard answer(number, connection) else { return }
            }
        }
    }
}

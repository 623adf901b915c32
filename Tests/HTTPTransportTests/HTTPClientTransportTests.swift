import Basics
import Foundation
import HTTPTransport
import Testing

/// A limit that must expire in these tests expires in real time, since the sockets are real; no test asserts how long that
/// took.
struct HTTPClientTransportTests {
    private let shortly = Duration.seconds(1)

    @Test func aGoodAnswerArrivesWhole() throws {
        let server = LoopbackServer { connection in
            guard let head = connection.readRequest(), head.hasPrefix("POST /api HTTP/1.1\r\n") else {
                return
            }
            connection.write("HTTP/1.1 200 OK\r\nX-Request: 1\r\nContent-Length: 2\r\n\r\n{}")
            connection.waitForTheEnd()
        }
        let response = try LiveExchange().send(.make(server.port, method: "POST", path: "/api", body: "{}"))
            .get()
        #expect(response.status == 200)
        #expect(response.header("x-request") == "1")
        #expect(response.body == Array("{}".utf8))
    }

    @Test func anErrorPageIsAnAnswer() throws {
        let server = LoopbackServer.answering("HTTP/1.1 500 Oops\r\nContent-Length: 6\r\n\r\n<html>")
        let response = try LiveExchange().send(.make(server.port)).get()
        #expect(response.status == 500)
        #expect(response.body == Array("<html>".utf8))
    }

    @Test func aRedirectIsNotFollowed() throws {
        let server = LoopbackServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n")
        let response = try LiveExchange().send(.make(server.port)).get()
        #expect(response.status == 302)
        #expect(server.connectionCount == 1)
    }

    @Test func aServerThatHangsIsTimedOutAfterTheRequestWasWritten() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        #expect(
            try LiveExchange().send(.make(server.port, timeout: shortly))
                == .failure(.timedOut(after: shortly)))
    }

    @Test func aByteAtATimeForEverIsTimedOut() throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while connection.write("x") { usleep(5_000) }
        }
        #expect(
            try LiveExchange().send(.make(server.port, timeout: shortly))
                == .failure(.timedOut(after: shortly)))
    }

    @Test func aHandshakeThatHangsHasSentNothing() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        let result = try LiveExchange().send(.make(server.port, scheme: "https", timeout: shortly))
        #expect(result.kind == "notSent")
    }

    @Test func aRefusedPortHasSentNothing() throws {
        let result = try LiveExchange().send(.make(LoopbackServer.refusedPort()))
        #expect(result == .failure(.notSent("connection refused")))
    }

    @Test func aResetAfterTheRequestIsAnInterruption() throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.reset()
        }
        #expect(try LiveExchange().send(.make(server.port)).kind == "interrupted")
    }

    @Test func aCloseInTheMiddleOfTheBodyIsAnInterruption() throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        }
        #expect(try LiveExchange().send(.make(server.port)).kind == "interrupted")
    }

    @Test func anAnswerThatIsNotHTTPIsAnInterruption() throws {
        let server = LoopbackServer.answering("SSH-2.0-OpenSSH_9.2\r\n\r\n")
        #expect(try LiveExchange().send(.make(server.port)).kind == "interrupted")
    }

    @Test(arguments: ["Content-Length: 2000000", "Transfer-Encoding: chunked"])
    func aBodyBeyondTheLimitIsRefusedWhetherAnnouncedOrNot(header: String) throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: "x", count: 0x1000) + "\r\n"
            while connection.write(chunk) {}
        }
        let result = try LiveExchange().send(.make(server.port, sizeMax: 100_000))
        #expect(result == .failure(.responseTooLarge(limit: 100_000)))
    }

    @Test func oneConnectionServesRequestAfterRequest() throws {
        let server = LoopbackServer { connection in
            while connection.readRequest() != nil {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let exchange = try LiveExchange()
        for _ in 1...3 { #expect(try exchange.send(.make(server.port)).get().status == 200) }
        #expect(server.connectionCount == 1)
    }

    @Test func aConnectionThatTheServerClosedIsReplacedOrReportedButNeverSilentlyUsedTwice() throws {
        let seen = Counter()
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            seen.increment()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        let exchange = try LiveExchange()
        #expect(try exchange.send(.make(server.port)).get().status == 200)
        let second = exchange.send(.make(server.port, method: "POST", body: "{}"))
        #expect(["200", "notSent", "interrupted"].contains(second.kind))
        #expect(seen.value == (second.kind == "200" ? 2 : 1))
    }

    /// A server that answers once on each connection, and closes a connection with the second request on it unanswered.
    private func closesKeptConnections(_ seen: Counter) -> LoopbackServer {
        LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            seen.increment()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if connection.readRequest() != nil { seen.increment() }
        }
    }

    @Test(arguments: ["GET", "HEAD"]) func whatChangesNothingIsAskedAgainOnAFreshConnection(method: String)
        throws
    {
        let seen = Counter(), server = closesKeptConnections(seen), exchange = try LiveExchange()
        for _ in 1...3 { #expect(try exchange.send(.make(server.port, method: method)).get().status == 200) }
        #expect(server.connectionCount >= 2)
    }

    @Test func aRepeatIsNotSentOnAnotherKeptConnection() throws {
        let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        let threeAreOpen = DispatchGroup()
        for _ in 1...3 { threeAreOpen.enter() }
        // Each connection is kept after its first request, and closed by the second.
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            if connection.number <= 3 {
                threeAreOpen.leave()
                threeAreOpen.wait()
            }
            connection.write(ok)
            _ = connection.readRequest()
        }
        let exchange = try LiveExchange()
        for _ in 1...3 { exchange.transport.send(.make(server.port)) { _ in } }
        exchange.deliverAll()
        #expect(try exchange.send(.make(server.port)).get().status == 200)
        #expect(server.connectionCount == 4)
    }

    @Test func whatMayChangeSomethingIsNot() throws {
        let seen = Counter(), server = closesKeptConnections(seen), exchange = try LiveExchange()
        #expect(try exchange.send(.make(server.port, method: "POST", body: "{}")).get().status == 200)
        #expect(exchange.send(.make(server.port, method: "POST", body: "{}")).kind == "interrupted")
        #expect(seen.value == 2)
    }

    @Test func aServerThatNeverAnswersIsNotAskedForEver() throws {
        let server = LoopbackServer { _ = $0.readRequest() }
        #expect(try LiveExchange().send(.make(server.port)).kind == "interrupted")
        #expect(server.connectionCount == 3)
    }

    // MARK: After its deadline a request is not written

    @Test func aHandshakeThatOutlastsTheDeadlineHasSentNothing() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        var request = TransportRequest.make(server.port, scheme: "https")
        request.sendTimeout = .milliseconds(100)
        #expect(try LiveExchange().send(request).kind == "notSent")
    }

    @Test func aWaitForAConnectionThatOutlastsTheDeadlineHasSentNothing() throws {
        let seen = Counter()
        let server = LoopbackServer { connection in
            while connection.readRequest() != nil { seen.increment() }
        }
        let exchange = try LiveExchange(.init(connectionsPerServerMax: 1))
        exchange.transport.send(.make(server.port, timeout: shortly)) { _ in }
        var request = TransportRequest.make(server.port, method: "POST", body: "{}")
        request.sendTimeout = .milliseconds(100)
        #expect(exchange.send(request).kind == "notSent")
        exchange.deliverAll()
        #expect(seen.value == 1)
    }

    @Test func aDeadlineThatHasPassedSendsNothing() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        var request = TransportRequest.make(server.port)
        request.sendTimeout = .zero
        #expect(try LiveExchange().send(request).kind == "notSent")
        #expect(server.connectionCount == 0)
    }

    @Test func theDeadlineOfSendingDoesNotEndARequestThatWasWritten() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        var request = TransportRequest.make(server.port, timeout: shortly)
        request.sendTimeout = .milliseconds(100)
        #expect(try LiveExchange().send(request) == .failure(.timedOut(after: shortly)))
    }

    @Test func requestsBeyondTheLimitOfConnectionsWaitTheirTurn() throws {
        let server = LoopbackServer { connection in
            while connection.readRequest() != nil {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let exchange = try LiveExchange(.init(connectionsPerServerMax: 2))
        var statuses: [Int] = []
        for _ in 1...20 {
            exchange.transport.send(.make(server.port)) { result in
                if case .success(let response) = result { statuses.append(response.status) }
            }
        }
        exchange.deliverAll()
        #expect(statuses == Array(repeating: 200, count: 20))
        #expect(server.connectionCount <= 2)
    }

    @Test func aRequestThatNeverGotAConnectionWasNotSent() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        let exchange = try LiveExchange(.init(connectionsPerServerMax: 1))
        var kinds: [String] = []
        for _ in 1...2 {
            exchange.transport.send(.make(server.port, timeout: shortly)) { kinds.append($0.kind) }
        }
        exchange.deliverAll()
        #expect(kinds.sorted() == ["notSent", "timedOut"])
    }

    @Test func aCancelledRequestIsNeverHeardOfAgain() throws {
        let server = LoopbackServer { $0.waitForTheEnd() }
        let exchange = try LiveExchange()
        let request = exchange.transport.send(.make(server.port)) { _ in
            Issue.record("a completion was called")
        }
        request.cancel()
        #expect(!exchange.transport.hasRequestsUnderWay)
    }

    @Test(arguments: ["", "no url", "ftp://example.com/", "https://", "http:///x", "https://exa mple/"])
    func aURLWithoutAServerIsNotSent(url: String) throws {
        #expect(try LiveExchange().send(TransportRequest(url: url)).kind == "notSent")
    }

    @Test func aHeaderThatWouldBreakTheRequestIsNotSent() throws {
        var request = TransportRequest.make(LoopbackServer.refusedPort())
        request.headers = [("X-Split", "a\r\nX-Injected: b")]
        #expect(try LiveExchange().send(request).kind == "notSent")
    }

    @Test func aProxyThatRefusesToConnectHasSentNothing() throws {
        let proxy = LoopbackServer.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        let variables = ["https_proxy": "http://user:secret@127.0.0.1:\(proxy.port)"]
        let exchange = try LiveExchange(.init(proxies: ProxySettings { variables[$0] }))
        let result = exchange.send(TransportRequest(url: "https://cloud.invalid/api"))
        #expect(result == .failure(.notSent("the proxy refused to connect to the server")))
    }

    @Test func randomBytesForAnAnswerNeverCrash() throws {
        var generator = SystemRandomNumberGenerator()
        let seed = generator.next()
        for round in 0..<30 {
            let text = garbage(seed: seed &+ UInt64(round))
            let server = LoopbackServer.answering(text)
            let result = try LiveExchange().send(.make(server.port, timeout: shortly))
            #expect(result.kind != "notSent", "seed \(seed), round \(round)")
        }
    }
}

extension LoopbackServer {
    /// Answers each connection once with the same bytes, then closes it.
    static func answering(_ text: String) -> LoopbackServer {
        LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(text)
        }
    }
}

extension Result<TransportResponse, TransportError> {
    /// The kind of the result, without the message, which may depend on the system.
    var kind: String {
        switch self {
        case .success(let response): "\(response.status)"
        case .failure(.notSent): "notSent"
        case .failure(.interrupted): "interrupted"
        case .failure(.timedOut): "timedOut"
        case .failure(.responseTooLarge): "responseTooLarge"
        }
    }

    static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.failure(let one), .failure(let other)): one == other
        default: false
        }
    }
}

/// An answer that usually begins well, and ends badly.
private func garbage(seed: UInt64) -> String {
    var state = seed
    func draw(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
    let pieces = [
        "HTTP/1.1 ", "200 OK", "\r\n", "Content-Length: ", "-1", "99999999999999999999", ": ", "\n", "\0",
        "ü",
    ]
    return (draw(4) > 0 ? "HTTP/1.1 200 OK\r\n" : "")
        + (0..<draw(20)).map { _ in pieces[draw(pieces.count)] }.joined()
}

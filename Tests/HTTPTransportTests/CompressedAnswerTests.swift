import Basics
import Testing

/// Answers with `Content-Encoding`.
struct CompressedAnswerTests {
    /// `all is well`.
    static let gzip: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 204, 201, 81, 200, 44, 86, 40, 79, 205, 201, 1, 0, 103, 205, 198,
        21,
        11, 0, 0, 0,
    ]
    private static let deflate: [UInt8] = [
        120, 156, 75, 204, 201, 81, 200, 44, 86, 40, 79, 205, 201, 1, 0, 23, 186, 4, 10,
    ]

    private func server(_ encoding: String, _ body: [UInt8], announced: Int? = nil) -> LoopbackServer {
        LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(announced ?? body.count)\r\n\r\n"
            )
            connection.write(body)
        }
    }

    @Test(arguments: [("gzip", gzip), ("deflate", deflate)])
    func itIsDecoded(encoding: String, body: [UInt8]) throws {
        let response = try LiveExchange().send(.make(server(encoding, body).port)).get()
        #expect(String(decoding: response.body, as: UTF8.self) == "all is well")
    }

    @Test func anEncodingThatIsNotKnownIsLeftAsItIs() throws {
        let response = try LiveExchange().send(.make(server("br", [1, 2, 3]).port)).get()
        #expect(response.body == [1, 2, 3])
    }

    @Test func theLimitCountsDecodedBytes() throws {
        var request = TransportRequest.make(server("gzip", Self.manyLetters).port)
        request.responseSizeMax = 1000  // the compressed body has 133 bytes
        #expect(try LiveExchange().send(request) == .failure(.responseTooLarge(limit: 1000)))
    }

    @Test func oneThatBreaksOffIsNoAnswer() throws {
        let result = try LiveExchange().send(.make(server("gzip", Array(Self.gzip.prefix(20))).port))
        guard case .failure(.interrupted) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func anEmptyAnswerIsNoDamagedOne() throws {
        let response = try LiveExchange().send(.make(server("gzip", []).port)).get()
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
    }

    @Test func theAnswerToHeadHasNoBodyToDecode() throws {
        let response = try LiveExchange().send(
            .make(server("gzip", [], announced: 31).port, method: "HEAD")
        ).get()
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
    }

    /// 100,000 times the letter a.
    private static let manyLetters: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 172, 235, 95, 194, 26, 30, 64, 1,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 175, 6, 135, 250,
        226, 27, 160, 134, 1, 0,
    ]
}

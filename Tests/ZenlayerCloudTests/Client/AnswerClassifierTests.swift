import Basics
import Testing

@testable import ZenlayerCloud

struct AnswerClassifierTests {
    private func outcome(_ result: Result<TransportResponse, TransportError>) -> String {
        switch AnswerClassifier().outcome(of: result) {
        case .accepted(_, let requestID): "accepted \(requestID ?? "-")"
        case .notSent(let error): "notSent \(error.code)"
        case .throttled(let error, let pause): "throttled \(error.code) \(pause?.components.seconds ?? -1)"
        case .refused(let error): "refused \(error.code)"
        case .expiredSignature(_, let serverTime): "expiredSignature \(serverTime ?? -1)"
        case .unknown(let error): "unknown \(error.code)"
        }
    }

    @Test(arguments: [
        (500, "<html>oops</html>"), (502, "{}"), (201, #"{"requestId":"T","response":{}}"#), (204, ""),
        (200, ""),
        (200, #"{"requestId":"T","response":{"dataSet":["#), (200, #"{"requestId":"T"}"#),
        (200, #"{"requestId":"T","response":null}"#), (200, #"{"response":[]}"#), (200, "[]"), (200, "null"),
        (404, "<html>not here</html>"), (400, "{}"), (403, ""), (401, "no"), (503, "busy"), (199, "{}"),
        (0, ""),
    ])
    func whatIsNotAnAnswerOfTheAPILeavesAWriteUnknown(status: Int, body: String) {
        #expect(outcome(.text(status, body)) == "unknown UNEXPECTED_ANSWER")
    }

    @Test(arguments: [
        (500, "INTERNAL_SERVER_ERROR"), (503, "ANYTHING"), (408, "ANYTHING"), (400, "REQUEST_TIMED_OUT"),
        (404, "SERVICE_TEMPORARY_UNAVAILABLE"), (200, "INVALID_INSTANCE_NOT_FOUND"),
        (400, "INVALID_OPERATION_TIMEOUT"),
    ])
    func aServerThatGaveUpMayHaveBegun(status: Int, code: String) {
        #expect(outcome(.error(status, code)) == "unknown \(code)")
    }

    @Test(arguments: [
        (404, "INVALID_INSTANCE_NOT_FOUND"), (403, "OPERATION_DENIED_INSTANCE_STATUS"),
        (401, "AUTHFAILURE_SIGNATURE_FAILURE"), (400, "MISSING_PARAMETER"), (451, "SOMETHING"),
    ])
    func onlyTheAPIItselfRefuses(status: Int, code: String) {
        #expect(outcome(.error(status, code)) == "refused \(code)")
    }

    @Test(arguments: [301, 302, 307]) func aRedirectIsNotFollowed(status: Int) {
        let redirect = Result.text(status, "", headers: [("Location", "https://elsewhere/")])
        #expect(outcome(redirect) == "refused REDIRECTED")
    }

    @Test func aFirewallRefuses() {
        let challenge = Result.text(403, "<html>", headers: [("CF-Mitigated", "challenge")])
        #expect(outcome(challenge) == "refused SECURITY_CHALLENGE")
        #expect(outcome(.text(451, "")) == "refused REQUEST_BLOCKED")
    }

    @Test func aPauseMayBeADateByTheServersClock() {
        let date = ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
        for (text, seconds) in [
            ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
            ("Sun Nov  6 08:49:37 1994", 0), ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("soon", -1), ("-5", -1),
        ] {
            #expect(
                outcome(.text(429, "", headers: [date, ("Retry-After", text)]))
                    == "throttled REQUEST_LIMIT_EXCEEDED \(seconds)")
        }
    }

    @Test func aSignatureThatIsRefusedForItsTimeTellsTheServersTime() {
        let code = "AUTHFAILURE_SIGNATURE_EXPIRED"
        let date = ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(outcome(.error(401, code, headers: [date])) == "expiredSignature 784111777")
        #expect(outcome(.error(401, code)) == "expiredSignature -1")
    }

    @Test func tooManyIsToldByStatusOrByCode() {
        #expect(
            outcome(.text(429, "", headers: [("Retry-After", "7")])) == "throttled REQUEST_LIMIT_EXCEEDED 7")
        #expect(outcome(.error(429, "OTHER")) == "throttled OTHER -1")
        #expect(outcome(.error(400, "REQUEST_LIMIT_EXCEEDED")) == "throttled REQUEST_LIMIT_EXCEEDED -1")
        #expect(
            outcome(.text(429, "", headers: [("Retry-After", "-1")])) == "throttled REQUEST_LIMIT_EXCEEDED -1"
        )
    }

    @Test func whatWasNotSentIsNotUnknown() {
        #expect(outcome(.failure(.notSent("refused"))) == "notSent NETWORK_ERROR")
        #expect(outcome(.failure(.interrupted("reset"))) == "unknown NETWORK_ERROR")
        #expect(outcome(.failure(.timedOut(after: .seconds(30)))) == "unknown REQUEST_TIMEOUT")
        #expect(outcome(.failure(.responseTooLarge(limit: 9))) == "unknown RESPONSE_TOO_LARGE")
    }

    @Test func theRequestIsKnownByTheInnerNumberToo() {
        #expect(outcome(.ok()) == "accepted T1")
        #expect(outcome(.text(200, #"{"response":{"requestId":"T9"}}"#)) == "accepted T9")
    }

    @Test func aServersTextCannotMoveTheCursor() {
        let body: JSONValue = [
            "code": "A\u{1B}[2J", "message": .string("x\n\u{202E}y" + String(repeating: "z", count: 999)),
        ]
        let result = AnswerClassifier().outcome(of: .success(.make(status: 400, body: body)))
        #expect(result.error?.code == "A [2J")
        #expect(result.error?.message.hasPrefix("x  y") == true)
        #expect(result.error?.message.count == 500)
    }

    @Test func bytesFromOutsideNeverCrash() {
        var generator = SplitMix64(seed: 3)
        let bodies = [#"{"requestId":"T","response":{}}"#, #"{"requestId":"T","code":"C","message":"m"}"#]
        for _ in 0..<5000 {
            var body = Array((bodies.randomElement(using: &generator) ?? "").utf8)
            body[Int.random(in: 0..<body.count, using: &generator)] = .random(in: 0...255, using: &generator)
            let status = Int.random(in: 100..<600, using: &generator)
            let result = AnswerClassifier().outcome(
                of: .success(TransportResponse(status: status, body: body)))
            if case .accepted = result { #expect(status == 200) }
        }
    }
}

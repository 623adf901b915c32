import Basics
import Testing

@testable import ZenlayerCloud

struct RequestTests {
    @Test func everyAttemptIsSignedAnew() throws {
        let rig = Rig.make { $0.number < 3 ? .text(502, "{}") : .statuses($0, "RUNNING") }
        #expect(try rig.statuses(of: ["a"]) == ["a": .running])
        let times = rig.cloud.calls.map { $0.header("X-ZC-Timestamp") }
        let signatures = Set(rig.cloud.calls.map { $0.header("Authorization") })
        #expect(times == ["1700000000", "1700000000", "1700000001"])
        #expect(signatures.count == 2)
    }

    @Test func theHeadersNameActionServiceAndVersion() throws {
        let rig = Rig.make { _ in .ok() }
        _ = rig.run { rig.client.call("DescribeRegions", ["a": 1], completion: $0) }
        let call = try #require(rig.cloud.calls.first)
        #expect(call.request.url == "https://console.zenlayer.com/api/v2/zec")
        #expect(call.header("X-ZC-Action") == "DescribeRegions")
        #expect(call.header("X-ZC-Version") == "2025-09-01")
        #expect(call.header("X-ZC-Request-Client") == "test/1")
        #expect(call.header("Content-Type") == "application/json")
        #expect(call.request.body == Array(#"{"a":1}"#.utf8))
        #expect(call.request.timeout == .seconds(30))
    }

    @Test func aBodyIsNeverEmpty() {
        let rig = Rig.make { _ in .ok() }
        _ = rig.run { rig.client.zones(completion: $0) }
        #expect(rig.cloud.calls.first?.request.body == Array("{}".utf8))
    }

    @Test func aThrottledWriteIsRepeatedAfterTheServersPause() throws {
        let rig = Rig.make { call in
            call.number == 1 ? .error(429, "REQUEST_LIMIT_EXCEEDED", headers: [("Retry-After", "5")]) : .ok()
        }
        #expect(try rig.reboot(["a"])?.accepted == ["a"])
        #expect(rig.cloud.calls[1].sentAt >= .milliseconds(5100))
    }

    @Test func oneThatIsThrottledSlowsEveryone() {
        let rig = Rig.make(rateLimit: 10) { call in
            call.number == 1 ? .error(429, "X", headers: [("Retry-After", "5")]) : .ok()
        }
        for _ in 0..<20 { rig.client.zones { _ in } }
        rig.timeline.run()
        let between = rig.cloud.calls.filter {
            $0.sentAt > .milliseconds(200) && $0.sentAt < .milliseconds(5100)
        }
        #expect(between.isEmpty)
        #expect(rig.cloud.calls.count == 21)
    }

    @Test func theRateLimitHoldsForAllRequestsTogether() {
        let rig = Rig.make(rateLimit: 10) { .statuses($0, "RUNNING") }
        rig.client.statuses(of: ids(3000)) { _ in }
        rig.timeline.run()
        #expect(rig.cloud.calls.count == 30)
        #expect(rig.cloud.calls.count { $0.sentAt < .seconds(1) } <= 15)
    }

    @Test func aCancelledRequestLeavesTheQueue() {
        let rig = Rig.make(rateLimit: 1) { _ in .ok() }
        var answers = 0
        let handles = (0..<8).map { _ in rig.client.zones { _ in answers += 1 } }
        handles[7].cancel()
        handles[6].cancel()
        rig.timeline.run()
        #expect(answers == 6)
        #expect(rig.cloud.calls.count == 6)
    }

    @Test func aReadGivesUpAfterFourAttempts() {
        let rig = Rig.make { _ in .failure(.interrupted("reset")) }
        let result = rig.run { rig.client.zones(completion: $0) }
        #expect(result?.error?.kind == .network)
        #expect(result?.error?.retryable == true)
        #expect(rig.cloud.calls.count == 4)
    }

    @Test func anUnknownFateOfAWriteIsSaidInTheHint() {
        let rig = Rig.make { _ in .failure(.timedOut(after: .seconds(30))) }
        let result = rig.run { rig.client.call("ReleaseInstances", completion: $0) }
        #expect(result?.error?.hint?.contains("not known") == true)
        #expect(result?.error?.retryable == false)
        #expect(rig.cloud.calls.count == 1)
    }

    @Test func aSecretThatTheServerRepeatsIsTakenOut() {
        let body: JSONValue = [
            "requestId": "T", "code": "AUTHFAILURE_INVALID_AUTHORIZATION", "message": "Bearer hunter2!",
        ]
        let rig = Rig.make(credentials: .token(Secret("hunter2"))) { _ in
            .success(.make(status: 401, body: body))
        }
        let result = rig.run { rig.client.zones(completion: $0) }
        #expect(result?.error?.message == "Bearer <secret>!")
        #expect(!"\(rig.events)".contains("hunter2"))
    }

    @Test func aCompletionNeverComesBeforeTheCallReturns() {
        let rig = Rig.make { _ in .ok() }
        var completed = false
        rig.client.reboot([]) { _ in completed = true }
        rig.client.call("not a name") { _ in completed = true }
        #expect(!completed)
        rig.timeline.run()
        #expect(completed)
        #expect(rig.cloud.calls.isEmpty)
    }

    @Test func theObserverHearsOfEveryAttempt() {
        let rig = Rig.make { $0.number == 1 ? .text(500, "<html>") : .ok() }
        _ = rig.run { rig.client.zones(completion: $0) }
        let words = rig.events.map { event in
            switch event {
            case .sent(let request): "sent \(request.action) \(request.attempt)"
            case .answered(let request, let answer):
                "answered \(request.attempt) \(answer.error?.code ?? "ok")"
            case .retrying(let request, _, _): "retrying \(request.attempt)"
            case .clockAdjusted(let seconds): "clock \(seconds)"
            case .unknownStatus(let word): word
            }
        }
        #expect(
            words == [
                "sent DescribeZones 1", "answered 1 UNEXPECTED_ANSWER", "retrying 1", "sent DescribeZones 2",
                "answered 2 ok",
            ])
    }

    @Test func theSameSeedGivesTheSameRequestsAtTheSameTimes() {
        func run() -> [String] {
            let rig = Rig.make(rateLimit: 10) {
                $0.number % 3 == 0 ? .text(502, "") : .statuses($0, "RUNNING")
            }
            for id in ids(500) { rig.client.statuses(of: [id, "x-\(id)"]) { _ in } }
            rig.timeline.run()
            return rig.cloud.calls.map { "\($0.sentAt) \(String(decoding: $0.request.body, as: UTF8.self))" }
        }
        #expect(run() == run())
    }

    @Test func nothingIsHeldOnToWhenAllIsOver() throws {
        weak var sender: RequestSender?
        var handles: [any Cancellable] = []
        do {
            let rig = Rig.make { call in
                if call.ids.contains("bad") { return .error(404, "INVALID_INSTANCE_NOT_FOUND") }
                return call.action.hasPrefix("Describe")
                    ? .statuses(call, "RUNNING") : .failure(.interrupted("reset"))
            }
            sender = rig.client.sender
            handles.append(rig.client.reboot(["a", "bad", "b"]) { _ in })
            handles.append(rig.client.statuses(of: ["a", "bad"]) { _ in })
            handles.append(
                rig.client.instances(matching: InstanceFilter(instanceIDs: ["a", "bad"])) { _ in })
            handles.append(rig.client.execute("x", on: ["a"]) { _ in })
            handles.append(
                rig.client.waitFor(["a"], status: .stopped, timeout: .seconds(9), every: .seconds(1)) { _ in }
            )
            handles.append(rig.client.reboot(["c"]) { _ in })
            rig.timeline.run(until: .milliseconds(50))
            handles.removeLast().cancel()
            rig.timeline.run()
        }
        handles = []
        #expect(sender == nil)
    }
}

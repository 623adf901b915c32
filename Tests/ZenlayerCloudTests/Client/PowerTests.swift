import Basics
import Testing

@testable import ZenlayerCloud

struct PowerTests {
    @Test func aListOfAnyLengthIsSentInHundreds() throws {
        let rig = Rig.make { _ in .ok() }
        let outcome = try rig.reboot(ids(250) + ids(10))
        #expect(outcome?.accepted == ids(250))
        #expect(rig.cloud.reboots.map(\.ids.count) == [100, 100, 50])
        #expect(outcome?.requestIDs == ["T1"])
    }

    @Test func theListInAGoodAnswerIsTheListOfFailures() throws {
        let rig = Rig.make { _ in .ok(["instanceIds": ["b"]]) }
        let outcome = try rig.reboot(["a", "b"])
        #expect(outcome?.accepted == ["a"])
        #expect(outcome?.refused.map(\.id) == ["b"])
        #expect(outcome?.refused.map(\.code) == ["REBOOT_REFUSED"])
    }

    @Test func aListOfFailuresThatNamesAnotherInstanceAcceptsNone() throws {
        let rig = Rig.make {
            $0.action == "RebootInstances" ? .ok(["instanceIds": ["b", "x"]]) : .statuses($0, "RUNNING")
        }
        let outcome = try rig.reboot(["a", "b"])
        #expect(outcome?.accepted == [])
        #expect(outcome?.refused.map(\.id) == ["b"])
        #expect(outcome?.unknown == ["a"])
    }

    @Test func theDeadlineGoesDownToTheTransport() throws {
        let rig = Rig.make { call in
            call.action == "RebootInstances" && call.sentAt == .zero ? .error(429, "X") : .ok()
        }
        _ = try rig.run { rig.client.reboot(["a"], within: .seconds(5), completion: $0) }?.get()
        #expect(rig.cloud.reboots.count == 2)
        for call in rig.cloud.reboots { #expect(call.request.sendTimeout == .seconds(5) - call.sentAt) }
        #expect(try rig.reboot(["a"]) != nil)
        #expect(rig.cloud.reboots.last?.request.sendTimeout == nil)
    }

    @Test(
        arguments: [
            .failure(.timedOut(after: .seconds(30))), .failure(.interrupted("reset")), .text(500, "<html>"),
            .text(502, "{}"), .text(200, "{}"), .text(201, "{}"), .text(204, ""), .text(200, "{\"resp"),
            .text(404, "<html>"),
            .error(503, "SERVICE_TEMPORARY_UNAVAILABLE"), .failure(.responseTooLarge(limit: 1)),
            .ok(["instanceIds": "everything"]),
        ] as [Result<TransportResponse, TransportError>])
    func aRebootIsNeverRetried(answer: Result<TransportResponse, TransportError>) throws {
        let rig = Rig.make { $0.action == "RebootInstances" ? answer : .statuses($0, "RUNNING") }
        let outcome = try rig.reboot(["a", "b"])
        #expect(outcome?.unknown == ["a", "b"])
        #expect(outcome?.accepted == [])
        #expect(outcome?.unknownCause != nil)
        #expect(rig.cloud.count("RebootInstances") == 1)
    }

    @Test func whatIsSeenRebootingWasAccepted() throws {
        let rig = Rig.make { call in
            guard call.action == "DescribeInstancesStatus" else { return .failure(.interrupted("reset")) }
            let seesA = call.sentAt > .zero, seesB = call.sentAt > .seconds(3)
            return .statuses([
                ("a", seesA ? "REBOOT" : "RUNNING"), ("b", seesB ? "REBOOT" : "RUNNING"), ("c", "RUNNING"),
            ])
        }
        let outcome = try rig.reboot(["a", "b", "c"])
        #expect(outcome?.accepted == ["a", "b"])
        #expect(outcome?.unknown == ["c"])
    }

    @Test func aRebootThatWasUnderWayBeforeProvesNothing() throws {
        let rig = Rig.make { call in
            guard call.action == "DescribeInstancesStatus" else { return .failure(.interrupted("reset")) }
            return .statuses([("a", "REBOOT"), ("b", call.sentAt > .zero ? "REBOOT" : "RUNNING")])
        }
        let outcome = try rig.reboot(["a", "b"])
        #expect(outcome?.unknown == ["a"])
        #expect(outcome?.accepted == ["b"])
    }

    @Test func whatWasNeverSentMayBeSentAgain() throws {
        let rig = Rig.make { $0.number == 1 ? .failure(.notSent("refused")) : .ok() }
        #expect(try rig.reboot(["a"])?.accepted == ["a"])
    }

    @Test func whatCouldNotBeAskedInTimeIsNotAskedAnyMore() throws {
        let rig = Rig.make { _ in .error(429, "REQUEST_LIMIT_EXCEEDED") }
        let error = #expect(throws: CloudError.self) {
            try rig.run { rig.client.reboot(["a"], within: .seconds(5), completion: $0) }?.get()
        }
        #expect(error?.code == "REQUEST_LIMIT_EXCEEDED")
        #expect(error?.retryable == true)
        let lastAttempt = try #require(rig.cloud.calls.last?.sentAt)
        #expect(lastAttempt <= .seconds(5), "without a limit it goes on for minutes")
    }

    @Test func aThrottledRebootIsSentAgainUntilItsDeadline() throws {
        let rig = Rig.make { $0.sentAt < .seconds(400) ? .error(429, "REQUEST_LIMIT_EXCEEDED") : .ok() }
        let outcome = try rig.run { rig.client.reboot(["a"], within: .seconds(600), completion: $0) }?.get()
        #expect(outcome?.accepted == ["a"])
        #expect(rig.cloud.reboots.count > rig.client.configuration.retries.throttledAttemptsMax)
    }

    // MARK: A batch that is refused

    @Test func anIDThatDoesNotExistIsFoundBeforeTheBatchIsSent() throws {
        let rig = Rig.make { call in
            if call.action == "DescribeInstancesStatus" {
                return .statuses(call, except: ["bad"]) { _ in "RUNNING" }
            }
            return call.ids.contains("bad") ? .error(404, "INVALID_INSTANCE_NOT_FOUND") : .ok()
        }
        let outcome = try rig.reboot(ids(60) + ["bad"] + ids(99))
        #expect(outcome?.refused.map(\.id) == ["bad"])
        #expect(outcome?.refused.map(\.code) == ["INVALID_INSTANCE_NOT_FOUND"])
        #expect(outcome?.accepted == ids(99))
        #expect(rig.cloud.reboots.map(\.ids) == [ids(99)])
        #expect(rig.cloud.calls.count == 2)
    }

    /// The cloud reboots the instances before the bad one and then refuses the whole request, or refuses it at once.
    @Test(arguments: [true, false]) func aRefusedBatchIsNotSentAgain(isCarriedOutInPart: Bool) throws {
        var rebooted: [String: Int] = [:]
        var isGone = false
        let rig = Rig.make { call in
            if call.action == "DescribeInstancesStatus" {
                return .statuses(call, except: isGone ? ["bad"] : []) {
                    rebooted[$0] == nil ? "RUNNING" : "REBOOT"
                }
            }
            isGone = true
            if isCarriedOutInPart {
                for id in call.ids.prefix(while: { $0 != "bad" }) { rebooted[id, default: 0] += 1 }
            }
            return .error(404, "INVALID_INSTANCE_NOT_FOUND")
        }
        let outcome = try rig.reboot(["a", "b", "bad", "c"])
        #expect(rig.cloud.reboots.count == 1)
        #expect(outcome?.refused.map(\.id) == ["bad"])
        #expect(outcome?.accepted == (isCarriedOutInPart ? ["a", "b"] : []))
        #expect(outcome?.unknown == (isCarriedOutInPart ? ["c"] : ["a", "b", "c"]))
        #expect(outcome?.unknownCause?.code == "INVALID_INSTANCE_NOT_FOUND")
        #expect(rebooted.values.allSatisfy { $0 == 1 })
    }

    @Test func anInstanceThatOneLookMissesIsNotCalledMissing() throws {
        var looks = 0
        let rig = Rig.make { call in
            guard call.action == "DescribeInstancesStatus" else { return .error(403, "OPERATION_DENIED") }
            looks += 1
            return .statuses(call, except: looks == 2 ? ["a", "b"] : ["b"]) { _ in "RUNNING" }
        }
        let outcome = try rig.reboot(["a", "c"])
        #expect(outcome?.refused.isEmpty == true)
        #expect(outcome?.unknown == ["a", "c"])
    }

    @Test(arguments: ["start", "stop"]) func aRefusedStartOrStopIsNotSentAgainEither(operation: String) throws
    {
        let rig = Rig.make { call in
            if call.action == "DescribeInstancesStatus" { return .statuses(call, "IMAGING") }
            return .error(403, "OPERATION_DENIED_INSTANCE_STATUS")
        }
        let outcome = try rig.run {
            operation == "start"
                ? rig.client.start(["a", "b"], completion: $0) : rig.client.stop(["a", "b"], completion: $0)
        }?.get()
        #expect(rig.cloud.count(operation == "start" ? "StartInstances" : "StopInstances") == 1)
        #expect(outcome?.unknown == ["a", "b"])
    }

    @Test func aSingleInstanceThatIsRefusedIsKnownToBe() throws {
        let rig = Rig.make { _ in .error(403, "OPERATION_DENIED_INSTANCE_STATUS") }
        let outcome = try rig.reboot(["a"])
        #expect(outcome?.refused.map(\.code) == ["OPERATION_DENIED_INSTANCE_STATUS"])
        #expect(rig.cloud.calls.count == 1)
    }

    @Test func whatWasSeenAMomentAgoIsNotLookedUp() throws {
        let rig = Rig.make { $0.action == "RebootInstances" ? .ok() : .statuses($0, "RUNNING") }
        _ = try rig.statuses(of: ["a", "b"])
        _ = try rig.reboot(["a", "b"])
        #expect(rig.cloud.calls.map(\.action) == ["DescribeInstancesStatus", "RebootInstances"])
    }

    @Test func aLookUpThatFailsStopsNothing() throws {
        let rig = Rig.make {
            $0.action == "RebootInstances" ? .ok() : .error(403, "AUTHFAILURE_UNAUTHORIZED_OPERATION")
        }
        #expect(try rig.reboot(["a", "b"])?.accepted == ["a", "b"])
    }

    // MARK: A list of failures that can't be read

    @Test(
        arguments: [
            [["instanceId": "a"]], [["a"]], [nil], [true], [4], [""], ["b", ["id": "a"]],
        ] as [JSONValue])
    func nothingIsCalledAccepted(list: JSONValue) throws {
        let rig = Rig.make { call in
            call.action == "RebootInstances" ? .ok(["instanceIds": list]) : .statuses(call, "RUNNING")
        }
        let outcome = try rig.reboot(["a", "b"])
        #expect(outcome?.accepted == [])
        #expect(outcome?.unknown.contains("a") == true)
        #expect(rig.cloud.reboots.count == 1)
    }

    @Test(arguments: [[:], ["instanceIds": nil], ["instanceIds": []]] as [JSONObject])
    func anEmptyListMeansThatAllAreAccepted(response: JSONObject) throws {
        let rig = Rig.make { _ in .ok(response) }
        #expect(try rig.reboot(["a", "b"])?.accepted == ["a", "b"])
    }

    @Test(
        arguments: [
            (.error(401, "AUTHFAILURE_SIGNATURE_FAILURE"), .credentials),
            (.failure(.notSent("refused")), .network),
            (.text(302, ""), .protocol), (.text(429, ""), .throttled), (.text(451, ""), .api),
        ] as [(Result<TransportResponse, TransportError>, CloudError.Kind)])
    func aCommonReasonIsAnError(answer: Result<TransportResponse, TransportError>, kind: CloudError.Kind) {
        let rig = Rig.make { _ in answer }
        let result = rig.run { rig.client.reboot(["a", "b"], completion: $0) }
        #expect(result?.error?.kind == kind)
    }

    @Test func aBatchThatFailedDoesNotHideTheOneThatDidNot() throws {
        let rig = Rig.make { $0.ids.first == "i-0" ? .ok() : .error(401, "AUTHFAILURE_SIGNATURE_EXPIRED") }
        let outcome = try rig.reboot(ids(150))
        #expect(outcome?.accepted.count == 100)
        #expect(outcome?.refused.count == 50)
    }

    @Test func callersOfTheSameTurnShareARequestAndGetTheirOwn() {
        let rig = Rig.make { _ in .ok(["instanceIds": ["b"]]) }
        var outcomes: [WriteOutcome] = []
        for ids in [["a", "b"], ["b", "c"], ["d"]] {
            rig.client.reboot(ids) { outcomes += [try? $0.get()].compactMap(\.self) }
        }
        rig.timeline.run()
        #expect(rig.cloud.reboots.map(\.ids) == [["a", "b", "c", "d"]])
        #expect(outcomes.map(\.accepted) == [["a"], ["c"], ["d"]])
        #expect(outcomes.map { $0.refused.map(\.id) } == [["b"], ["b"], []])
    }

    @Test func differentOptionsAreDifferentRequests() {
        let rig = Rig.make { _ in .ok() }
        rig.client.reboot(["a"]) { _ in }
        rig.client.reboot(["b"], force: true) { _ in }
        rig.client.stop(["c"]) { _ in }
        rig.client.start(["d"]) { _ in }
        rig.timeline.run()
        let bodies = rig.cloud.calls.map { String(decoding: $0.request.body, as: UTF8.self) }
        #expect(
            bodies == [
                #"{"instanceIds":["a"]}"#, #"{"instanceIds":["b"],"forceReboot":true}"#,
                #"{"instanceIds":["c"],"forceShutdown":false}"#, #"{"instanceIds":["d"]}"#,
            ])
    }

    @Test func aRebootThatIsOnItsWayIsNotBrokenOff() {
        var arrived = false
        let rig = Rig.make { _ in
            arrived = true
            return .ok()
        }
        let handle = rig.client.reboot(["a"]) { _ in Issue.record("cancelled, and yet completed") }
        rig.timeline.run(until: .milliseconds(50))
        handle.cancel()
        rig.timeline.run()
        #expect(arrived)
    }

    @Test func aRebootThatWaitsItsTurnIsCancelledForGood() {
        let rig = Rig.make(rateLimit: 1) { _ in .ok() }
        for _ in 0..<5 { rig.client.zones { _ in } }
        let handle = rig.client.reboot(["a"]) { _ in }
        rig.timeline.run(until: .milliseconds(500))
        handle.cancel()
        rig.timeline.run()
        #expect(rig.cloud.count("RebootInstances") == 0)
    }

    @Test func tenThousandInstancesAreAHundredRequests() throws {
        let rig = Rig.make { _ in .ok() }
        #expect(try rig.reboot(ids(10_000))?.accepted.count == 10_000)
        #expect(rig.cloud.reboots.count == 100)
    }
}

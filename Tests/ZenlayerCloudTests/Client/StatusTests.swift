import Basics
import Testing

@testable import ZenlayerCloud

struct StatusTests {
    @Test func aThousandCallersMakeTenRequests() {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        var answers: [[String: InstanceStatus]] = []
        for id in ids(1000) {
            rig.client.statuses(of: [id]) { answers.append((try? $0.get()) ?? [:]) }
        }
        rig.timeline.run()
        #expect(rig.cloud.calls.count == 10)
        #expect(answers == ids(1000).map { [$0: .running] })
    }

    @Test func anIdAskedForTwiceIsSentOnce() {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        rig.client.statuses(of: ["a", "b", "a"]) { _ in }
        rig.client.statuses(of: ["b", "c"]) { _ in }
        rig.timeline.run()
        #expect(rig.cloud.calls.map(\.ids) == [["a", "b", "c"]])
    }

    @Test func aServerThatCutsAQueryShortIsPagedThrough() throws {
        let rig = Rig.make { call in
            let rows = call.ids.dropFirst(20 * (call.pageNumber - 1)).prefix(20).map {
                (id: $0, status: "RUNNING")
            }
            return .statuses(Array(rows), total: call.ids.count)
        }
        #expect(try rig.statuses(of: ids(90))?.count { $0.value == .running } == 90)
        #expect(rig.cloud.calls.map(\.pageNumber) == [1, 2, 3, 4, 5])
    }

    @Test func whatTheAnswerLacksIsNotFoundAndWhatItAddsIsIgnored() throws {
        let rig = Rig.make { _ in .statuses([("b", "STOPPED"), ("b", "STOPPED"), ("z", "RUNNING")], total: 2)
        }
        #expect(try rig.statuses(of: ["a", "b"]) == ["a": .notFound, "b": .stopped])
    }

    @Test func oneBadIdDoesNotSpoilTheBatch() throws {
        let rig = Rig.make { call in
            call.ids.contains("bad") ? .error(404, "INVALID_INSTANCE_NOT_FOUND") : .statuses(call, "RUNNING")
        }
        let statuses = try rig.statuses(of: ids(50) + ["bad"] + ids(99))
        #expect(statuses?["bad"] == .notFound)
        #expect(statuses?.count { $0.value == .running } == 99)
        #expect(rig.cloud.calls.count < 20)
    }

    @Test func anErrorReachesOnlyThoseItConcerns() {
        let rig = Rig.make { call in
            call.ids.contains("bad") ? .error(400, "INVALID_PARAMETER_VALUE") : .statuses(call, "RUNNING")
        }
        var results: [String: Bool] = [:]
        for id in ["good", "bad"] {
            rig.client.statuses(of: [id]) { results[id] = $0.error == nil }
        }
        rig.timeline.run()
        #expect(results == ["good": true, "bad": false])
    }

    @Test func anUnknownWordIsToldOnce() throws {
        let rig = Rig.make { .statuses($0, "MIGRATING") }
        #expect(try rig.statuses(of: ids(300))?["i-7"]?.rawValue == "MIGRATING")
        #expect(rig.events.filter { $0 == .unknownStatus("MIGRATING") }.count == 1)
    }

    @Test(arguments: [[], [""], ["a", ""]]) func anEmptyListNeverMeansAll(ids: [String]) {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        let result = rig.run { rig.client.statuses(of: ids, completion: $0) }
        #expect(result?.error?.kind == .argument)
        #expect(rig.cloud.calls.isEmpty)
    }

    @Test func whoCancelsHearsNothingAndTheOthersDo() {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        var heard: [String] = []
        let first = rig.client.statuses(of: ["a"]) { _ in heard.append("first") }
        rig.client.statuses(of: ["a"]) { _ in heard.append("second") }
        first.cancel()
        rig.timeline.run()
        #expect(heard == ["second"])
    }

    @Test func whatNobodyWantsAnyMoreIsNotSent() {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        rig.client.statuses(of: ["a"]) { _ in }.cancel()
        rig.timeline.run()
        #expect(rig.cloud.calls.isEmpty)
    }
}

struct WaitTests {
    private func wait(
        _ rig: Rig, _ ids: [String] = ["a"], mustLeave: Bool = true, timeout: Duration = .seconds(60)
    ) -> Result<StatusWaitOutcome, CloudError>? {
        rig.run {
            rig.client.waitFor(
                ids, status: .running, mustLeave: mustLeave, timeout: timeout, every: .seconds(3),
                completion: $0)
        }
    }

    @Test func theFirstLookIsAtOnce() throws {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        #expect(try wait(rig, mustLeave: false)?.get().reached == ["a"])
        #expect(rig.timeline.now < .seconds(1))
    }

    @Test func theWaitEndsOnTimeEvenWhenTheServerHangs() throws {
        let rig = Rig.make { _ in nil }
        let outcome = try wait(rig)?.get()
        #expect(outcome?.pending == [.init(id: "a", lastStatus: nil)])
        #expect(rig.timeline.now == .seconds(60))
    }

    @Test func badAnswersNeverLookLikeDone() throws {
        let answers: [Result<TransportResponse, TransportError>] = [
            .text(500, "<html>"), .text(502, "{}"), .text(201, "{}"), .text(204, ""), .text(302, ""),
            .text(451, ""),
            .text(403, "", headers: [("cf-mitigated", "challenge")]),
            .text(200, "{\"response\":{\"dataSet\":["),
            .text(200, "{}"), .ok(), .ok(["dataSet": nil]),
            .ok(["dataSet": [["instanceId": "a", "instanceStatus": nil]]]),
            .statuses([("b", "RUNNING")]), .failure(.responseTooLarge(limit: 1)),
            .failure(.interrupted("reset")),
            .failure(.timedOut(after: .seconds(30))), .statuses([("a", "RUNNING"), ("a", "RUNNING")]),
        ]
        for answer in answers {
            let rig = Rig.make { _ in answer }
            let outcome = try wait(rig)?.get()
            #expect(outcome?.reached == [])
            #expect(outcome?.lost == [])
            #expect(outcome?.pending.count == 1)
        }
    }

    @Test func aReadErrorIsOutwaited() throws {
        let rig = Rig.make { call in
            switch call.sentAt {
            case ..<Duration.seconds(5): .statuses(call, "REBOOT")
            case ..<Duration.seconds(20): .failure(.interrupted("reset"))
            default: .statuses(call, "RUNNING")
            }
        }
        #expect(try wait(rig)?.get() == .make(reached: ["a"], left: ["a"]))
    }

    @Test func refusedCredentialsEndItAtOnce() {
        let rig = Rig.make { _ in .error(401, "AUTHFAILURE_SIGNATURE_FAILURE") }
        #expect(wait(rig)?.error?.kind == .credentials)
        #expect(rig.timeline.now < .seconds(1))
    }

    @Test func waitsThatBeganAtDifferentTimesShareTheirLooks() {
        let rig = Rig.make { call in .statuses(call, call.sentAt < .seconds(30) ? "REBOOT" : "RUNNING") }
        var reached = 0
        for (number, id) in ids(50).enumerated() {
            _ = rig.timeline.schedule(after: .milliseconds(100 * number)) {
                rig.client.waitFor(
                    [id], status: .running, mustLeave: true, timeout: .seconds(60), every: .seconds(3)
                ) { reached += (try? $0.get().reached.count) ?? 0 }
            }
        }
        rig.timeline.run()
        #expect(reached == 50)
        #expect(rig.cloud.calls.count <= 50 + 12)
    }

    @Test func aMisspelledStatusIsNotWaitedFor() {
        let rig = Rig.make { .statuses($0, "RUNNING") }
        let result = rig.run {
            rig.client.waitFor(
                ["a"], status: InstanceStatus(rawValue: "RUNING"), timeout: .seconds(9), every: .seconds(1),
                completion: $0)
        }
        #expect(result?.error?.kind == .argument)
    }

    @Test func aCancelledWaitAsksNoMore() {
        let rig = Rig.make { .statuses($0, "REBOOT") }
        var completed = false
        let handle = rig.client.waitFor(["a"], status: .running, timeout: .seconds(60), every: .seconds(3)) {
            _ in
            completed = true
        }
        rig.timeline.run(until: .seconds(10))
        let count = rig.cloud.calls.count
        handle.cancel()
        rig.timeline.run()
        #expect(rig.cloud.calls.count == count)
        #expect(!completed)
    }
}

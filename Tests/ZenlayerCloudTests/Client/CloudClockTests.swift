import Basics
import Testing

@testable import ZenlayerCloud

/// The cloud refuses a signature whose time is wrong by more than five minutes, and sends its own time in `Date`.
struct CloudClockTests {
    /// An hour after the rig's clock.
    private static let date = [(name: "Date", value: "Tue, 14 Nov 2023 23:13:20 GMT")]
    private static let serverTime: Int64 = 1_700_003_600

    /// A rig whose cloud is an hour ahead.
    private func rig(date: [(name: String, value: String)] = date) -> Rig {
        Rig.make { call in
            let timestamp = call.header("X-ZC-Timestamp").flatMap { Int64($0) } ?? 0
            guard abs(Self.serverTime - timestamp) <= 300 else {
                return .error(401, "AUTHFAILURE_SIGNATURE_EXPIRED", headers: date)
            }
            return call.action == "RebootInstances" ? .ok() : .statuses(call, "RUNNING")
        }
    }

    @Test func theServersTimeIsUsedAfterTheFirstRefusal() throws {
        let rig = rig()
        #expect(try rig.statuses(of: ["a"]) == ["a": .running])
        #expect(try rig.statuses(of: ["b"]) == ["b": .running])
        #expect(rig.cloud.calls.count == 3)
        #expect(rig.events.filter { $0 == .clockAdjusted(behindBySeconds: 3600) }.count == 1)
    }

    @Test func aRefusedRebootHasDoneNothingSoItIsSentOnceMore() throws {
        let rig = rig()
        #expect(try rig.reboot(["a"])?.accepted == ["a"])
        #expect(rig.cloud.reboots.count == 2)
    }

    @Test func requestsThatWereUnderWayTogetherTellOfItOnce() {
        let rig = rig()
        var answers = 0
        for id in ["a", "b", "c"] { rig.client.call("DescribeX", ["id": .string(id)]) { _ in answers += 1 } }
        rig.timeline.run()
        #expect(answers == 3)
        #expect(rig.cloud.calls.count == 6)
        #expect(rig.events.filter { if case .clockAdjusted = $0 { true } else { false } }.count == 1)
    }

    @Test func withoutTheServersTimeTheRefusalIsAnError() {
        let rig = rig(date: [])
        let result = rig.run { rig.client.reboot(["a"], completion: $0) }
        #expect(result?.error?.code == "AUTHFAILURE_SIGNATURE_EXPIRED")
        #expect(rig.cloud.calls.count == 1)
    }

    @Test func aServerWhoseClockAgreesIsNotAskedAgain() {
        let rig = Rig.make { _ in
            .error(401, "AUTHFAILURE_SIGNATURE_EXPIRED", headers: [("Date", "Tue, 14 Nov 2023 22:13:20 GMT")])
        }
        _ = rig.run { rig.client.zones(completion: $0) }
        #expect(rig.cloud.calls.count == 1)
    }

    @Test func aServerThatRefusesEveryTimeIsAskedTwice() {
        let rig = Rig.make { _ in .error(401, "AUTHFAILURE_SIGNATURE_EXPIRED", headers: Self.date) }
        _ = rig.run { rig.client.zones(completion: $0) }
        #expect(rig.cloud.calls.count == 2)
    }

    @Test func aRebootThatIsTooLateIsNotSentAgain() {
        let rig = rig()
        let result = rig.run { rig.client.reboot(["a"], within: .milliseconds(50), completion: $0) }
        #expect(result?.error != nil)
        #expect(rig.cloud.reboots.count == 1)
    }

    /// A difference of less than five minutes is not refused, and still makes a measurement look newer than it is.
    @Test func theAgeOfAMeasurementIsToldByTheClockOfTheServer() throws {
        let rig = Rig.make { _ in
            .success(
                .make(
                    headers: Self.date,
                    body: [
                        "requestId": "T1",
                        "response": ["metrics": [["time": "2023-11-14T23:12:20Z", "value": 90]]],
                    ]))
        }
        let result = rig.run { rig.client.uptime(of: "a", completion: $0) }
        #expect(try result?.get()?.age == .seconds(60))
    }
}

import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct MonitoringTests {
    private func uptimes(_ cloud: inout SimulatedCloud, from: String, to: String, at seconds: Double)
        -> [JSONValue]
    {
        let answer = cloud.ask(
            "DescribeInstanceMonitorData",
            [
                "instanceId": .string(cloud.fleet.instances[0].id), "metricType": "UPTIME",
                "startTime": .string(from), "endTime": .string(to), "step": 1,
            ], at: seconds)
        return answer.json["response"]?["metrics"]?.arrayValue?.compactMap { $0["value"] } ?? []
    }

    @Test func theUptimeFallsWhenTheMachineReallyRebooted() throws {
        var cloud = try make { $0.behaviour.bootTime = .exactly(.seconds(70)) }
        _ = cloud.reboot(0, at: 30)
        let values = uptimes(&cloud, from: "2026-01-05T09:00:00Z", to: "2026-01-05T09:03:00Z", at: 400)
        #expect(values.count == 4)
        #expect(values[0].integerValue ?? 0 > 86_000)
        #expect(values[1] == .null)
        #expect(values[2] == 19)
        #expect(values[3] == 79)
    }

    @Test func theFutureHasNoPoints() throws {
        var cloud = try make()
        #expect(uptimes(&cloud, from: "2026-01-05T09:00:00Z", to: "2026-01-05T10:00:00Z", at: 90).count == 2)
    }

    @Test func aTimeThatIsNoneIsRefused() throws {
        var cloud = try make()
        let answer = cloud.ask(
            "DescribeInstanceMonitorData",
            [
                "instanceId": "x", "metricType": "UPTIME", "startTime": "2026-02-30T00:00:00Z",
                "endTime": "2026-03-01T00:00:00Z",
            ])
        #expect(answer.code == "INVALID_PARAMETER_DATE_FORMAT_ERROR")
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_767_603_600, "2026-01-05T09:00:00Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func calendarTimesGoBothWays(seconds: Int64, text: String) {
        #expect(CalendarTime.text(unixSeconds: seconds) == text)
        #expect(CalendarTime.unixSeconds(text) == seconds)
    }
}

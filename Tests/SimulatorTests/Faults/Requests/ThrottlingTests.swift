import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `rateLimit`: the limit of requests per second, beyond which the answer is 429; 0: no limit.
@Suite struct RateLimitFaultTests {
    @Test func aLimitOfFiveASecondLetsFiveThroughAndSaysWhenToComeBack() throws {
        var cloud = try make { $0.faults.rateLimit = 5 }
        let answers = (0..<6).map { _ in cloud.ask("DescribeZones") }
        #expect(answers.map(\.status) == [200, 200, 200, 200, 200, 429])
        #expect(answers[5].code == "REQUEST_LIMIT_EXCEEDED")
        #expect(answers[5].headers.contains("retry-after: 1"))
        #expect(cloud.ask("DescribeZones", at: 0.25).status == 200)
        #expect(cloud.truth(at: .seconds(1)).throttled == 1)
    }
}

/// `throttleStorm`: during a spell, nine requests in ten get a 429.
@Suite struct ThrottleStormFaultTests {
    @Test func aStormPasses() throws {
        var cloud = try make { settings in
            settings.faults.throttleStorm = Spell(every: .seconds(100), length: .seconds(20))
        }
        let refused = (0..<100).filter { cloud.ask("DescribeZones", at: Double($0)).status == 429 }
        #expect((10...20).contains(refused.count))
        #expect((refused.last ?? 0) - (refused.first ?? 0) < 20)
    }
}

/// `saysRetryAfter`: whether a 429 has Retry-After.
@Suite struct SaysRetryAfterFaultTests {
    @Test func aThrottledRebootDoesNothing() throws {
        var cloud = try make {
            $0.faults.rateLimit = 1
            $0.faults.saysRetryAfter = false
        }
        _ = cloud.ask("DescribeZones")
        let answer = cloud.reboot(0)
        #expect(answer.status == 429)
        #expect(!answer.headers.contains { $0.hasPrefix("retry-after") })
        #expect(cloud.status(0, at: 5) == "RUNNING")
    }
}

/// `retryAfterIsDate`: whether Retry-After is a date, by the cloud's clock, instead of seconds.
@Suite struct RetryAfterIsDateFaultTests {
    @Test func aRetryAfterCanBeADate() throws {
        var cloud = try make { settings in
            settings.faults.rateLimit = 1
            settings.faults.retryAfterIsDate = true
        }
        _ = cloud.ask("DescribeZones")
        #expect(cloud.ask("DescribeZones").headers.contains("retry-after: Mon, 05 Jan 2026 09:00:01 GMT"))
    }
}

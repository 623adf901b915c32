import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct FaultTests {
    @Test func anIDThatAlwaysFailsIsListedWhateverElseIsInTheBatch() throws {
        var cloud = try make { $0.faults.alwaysFails = ["web-0002"] }
        #expect(cloud.reboot(0, 1, 2).failed == [cloud.fleet.instances[1].id])
        #expect(cloud.status(1, at: 5) == "RUNNING")
        #expect(cloud.status(2, at: 5) == "REBOOT")
    }

    @Test func whoIsStuckStaysInRebootForEver() throws {
        var cloud = try make { $0.faults.stuckInReboot = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 1e8) == "REBOOT")
        #expect(cloud.truth(at: .seconds(1e8)).downNow == 1)
    }

    @Test func whoComesBackStoppedIsStoppedAndNotRunning() throws {
        var cloud = try make { $0.faults.comesBackStopped = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 21.1) == "STOPPED")
        #expect(cloud.health(0, at: 100) == nil)
    }

    @Test func runningIsNotHealthy() throws {
        var cloud = try make { $0.faults.comesBackUnhealthy = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 1000) == "RUNNING")
        #expect(cloud.health(0, at: 1000) == 503)
        #expect(cloud.truth(at: .seconds(1000)).downNow == 1)
    }

    @Test func aRebootCuresWhoIsUnhealthyFromTheStart() throws {
        var cloud = try make { $0.faults.unhealthyAtStart = ["web-0001"] }
        #expect(cloud.health(0, at: 0) == 503)
        #expect(cloud.truth(at: .start).downNow == 1)
        _ = cloud.reboot(0)
        #expect(cloud.health(0, at: 30) == 200)
    }

    @Test func aPollASecondMissesAShortRebootThatTheBootIDShows() throws {
        var cloud = try make { $0.faults.rebootUnseen = ["web-0001"] }
        let before = cloud.bootID(0, at: 0)
        _ = cloud.reboot(0, at: 0.5)
        let seen = (1...10).map { cloud.status(0, at: Double($0)) }
        #expect(seen.allSatisfy { $0 == "RUNNING" })
        #expect(cloud.bootID(0, at: 10) != before)
    }

    @Test func theFirstRebootHangsAfterItWasAccepted() throws {
        var cloud = try make { $0.faults.firstRebootHang = .seconds(60) }
        let first = cloud.reboot(0)
        #expect(first.delay == .seconds(60))
        #expect(first.status == 200)
        #expect(cloud.status(0, at: 5) == "REBOOT")
        #expect(cloud.reboot(1, at: 5).delay < .seconds(1))
    }

    @Test func theFirstRebootMayBeLostInstead() throws {
        var cloud = try make {
            $0.faults.firstRebootHang = .seconds(60)
            $0.faults.firstRebootLost = true
        }
        let first = cloud.reboot(0)
        #expect(first.delay == .seconds(60))
        #expect(first.code == "REQUEST_TIMED_OUT")
        #expect(cloud.status(0, at: 5) == "RUNNING")
    }

    @Test func aLimitOfFiveASecondLetsFiveThroughAndSaysWhenToComeBack() throws {
        var cloud = try make { $0.faults.rateLimit = 5 }
        let answers = (0..<6).map { _ in cloud.ask("DescribeZones") }
        #expect(answers.map(\.status) == [200, 200, 200, 200, 200, 429])
        #expect(answers[5].code == "REQUEST_LIMIT_EXCEEDED")
        #expect(answers[5].headers.contains("retry-after: 1"))
        #expect(cloud.ask("DescribeZones", at: 0.25).status == 200)
        #expect(cloud.truth(at: .seconds(1)).throttled == 1)
    }

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

    @Test func aShareStrikesThatManyAndTheSameOnesEachTime() throws {
        let settings: (inout CloudSettings) -> Void = { $0.faults.alwaysFails = Affected(share: 0.1) }
        let trait = Machine.Traits(place: 0)
        let cloud = try make(count: 2000, settings)
        let struck = cloud.machines.indices.filter { cloud.machines[$0].traits.contains(trait) }
        #expect((150...250).contains(struck.count))
        let again = try make(count: 2000, settings)
        #expect(struck == again.machines.indices.filter { again.machines[$0].traits.contains(trait) })
    }
}

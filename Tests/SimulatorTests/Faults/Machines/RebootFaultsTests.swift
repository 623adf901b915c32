import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `stuckInReboot`: these instances stay in REBOOT for ever.
@Suite struct StuckInRebootFaultTests {
    @Test func whoIsStuckStaysInRebootForEver() throws {
        var cloud = try make { $0.faults.stuckInReboot = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 1e8) == "REBOOT")
        #expect(cloud.truth(at: .seconds(1e8)).downNow == 1)
    }
}

/// `comesBackStopped`: these instances are STOPPED after a reboot.
@Suite struct ComesBackStoppedFaultTests {
    @Test func whoComesBackStoppedIsStoppedAndNotRunning() throws {
        var cloud = try make { $0.faults.comesBackStopped = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 21.1) == "STOPPED")
        #expect(cloud.health(0, at: 100) == nil)
    }
}

/// `comesBackUnhealthy`: these instances are RUNNING after a reboot, and never healthy.
@Suite struct ComesBackUnhealthyFaultTests {
    @Test func runningIsNotHealthy() throws {
        var cloud = try make { $0.faults.comesBackUnhealthy = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 1000) == "RUNNING")
        #expect(cloud.health(0, at: 1000) == 503)
        #expect(cloud.truth(at: .seconds(1000)).downNow == 1)
    }
}

/// `unhealthyAgain`: these instances are healthy after a reboot, and unhealthy again about a minute later.
@Suite struct UnhealthyAgainFaultTests {
    @Test func aRebootDoesNotSaveWhoFailsAgainAMinuteLater() throws {
        var cloud = try make { $0.faults.unhealthyAgain = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.health(0, at: 26) == 200)
        #expect(cloud.health(0, at: 86) == 503)
        #expect(cloud.truth(at: .seconds(86)).downNow == 1)
    }
}

/// `rebootUnseen`: the REBOOT of these instances is too short for a poll each second.
@Suite struct RebootUnseenFaultTests {
    @Test func aPollASecondMissesAShortRebootThatTheBootIDShows() throws {
        var cloud = try make { $0.faults.rebootUnseen = ["web-0001"] }
        let before = cloud.bootID(0, at: 0)
        _ = cloud.reboot(0, at: 0.5)
        let seen = (1...10).map { cloud.status(0, at: Double($0)) }
        #expect(seen.allSatisfy { $0 == "RUNNING" })
        #expect(cloud.bootID(0, at: 10) != before)
    }
}

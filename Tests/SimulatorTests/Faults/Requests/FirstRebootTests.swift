import Basics
import TestSupport
import Testing

@testable import Simulator

/// `firstRebootHang`: how long the answer to the first RebootInstances takes.
@Suite struct FirstRebootHangFaultTests {
    @Test func theFirstRebootHangsAfterItWasAccepted() throws {
        var cloud = try make { $0.faults.firstRebootHang = .seconds(60) }
        let first = cloud.reboot(0)
        #expect(first.delay == .seconds(60))
        #expect(first.status == 200)
        #expect(cloud.status(0, at: 5) == "REBOOT")
        #expect(cloud.reboot(1, at: 5).delay < .seconds(1))
    }
}

/// `firstRebootLost`: whether the first RebootInstances is lost instead of accepted.
@Suite struct FirstRebootLostFaultTests {
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
}

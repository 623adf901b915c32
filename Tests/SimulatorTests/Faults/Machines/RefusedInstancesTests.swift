import Basics
import TestSupport
import Testing

@testable import Simulator

/// `alwaysFails`: reboots, starts and stops of these instances are refused.
@Suite struct AlwaysFailsFaultTests {
    @Test func anIDThatAlwaysFailsIsListedWhateverElseIsInTheBatch() throws {
        var cloud = try make { $0.faults.alwaysFails = ["web-0002"] }
        #expect(cloud.reboot(0, 1, 2).refused == [cloud.fleet.instances[1].id])
        #expect(cloud.status(1, at: 5) == "RUNNING")
        #expect(cloud.status(2, at: 5) == "REBOOT")
    }
}

/// `idRefused`: ids in a reboot, start or stop that are refused without a reason.
@Suite struct IdRefusedFaultTests {
    @Test func anIDIsRefusedThatCouldBeDoneAndIsDoneWhenAskedAgain() throws {
        var done = 0
        for seed in 0..<20 as Range<UInt64> {
            var cloud = try make(seed: seed) { $0.faults.idRefused = 0.5 }
            guard cloud.reboot(0).refused == [cloud.fleet.instances[0].id] else { continue }
            #expect(cloud.status(0, at: 5) == "RUNNING")
            if cloud.reboot(0, at: 6).refused == [] { done += 1 }
        }
        #expect((1...10).contains(done), "\(done) of 20")
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `unhealthyAtStart`: these instances are RUNNING but not healthy until they are rebooted.
@Suite struct UnhealthyAtStartFaultTests {
    @Test func aRebootCuresWhoIsUnhealthyFromTheStart() throws {
        var cloud = try make { $0.faults.unhealthyAtStart = ["web-0001"] }
        #expect(cloud.health(0, at: 0) == 503)
        #expect(cloud.truth(at: .start).downNow == 1)
        _ = cloud.reboot(0)
        #expect(cloud.health(0, at: 30) == 200)
    }
}

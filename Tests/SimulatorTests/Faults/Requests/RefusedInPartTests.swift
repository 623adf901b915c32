import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `refusedInPart`: reboots, starts and stops of several instances that are refused because of one id, and carried out for
/// other ids.
@Suite struct RefusedInPartFaultTests {
    @Test func aBatchOfGoodIDsIsRefusedAndDoneInPart() throws {
        var counts: Set<Int> = [], codes: Set<String> = []
        for seed in 0..<60 as Range<UInt64> {
            var cloud = try make(count: 4, seed: seed) { $0.faults.refusedInPart = 1 }
            codes.insert(cloud.reboot(0, 1, 2, 3).code ?? "none")
            counts.insert(cloud.truth(at: .seconds(1)).reboots.count)
        }
        #expect(counts == [0, 1, 2, 3])
        #expect(
            codes == [
                "OPERATION_DENIED_INSTANCE_STATUS", "INTERNAL_SERVER_ERROR", "SERVICE_TEMPORARY_UNAVAILABLE",
            ])
    }

    @Test func aRequestForOneInstanceHasNoParts() throws {
        var cloud = try make { $0.faults.refusedInPart = 1 }
        #expect(cloud.reboot(0).status == 200)
    }
}

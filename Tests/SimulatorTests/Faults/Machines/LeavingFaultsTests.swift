import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `diesByItself`: these instances are STOPPED from a drawn moment on.
@Suite struct DiesByItselfFaultTests {
    @Test func whoDiesIsStoppedFromThenOn() throws {
        var cloud = try make {
            $0.faults.diesByItself = ["web-0001"]; $0.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.status(0, at: 0) == "RUNNING")
        #expect(cloud.status(0, at: 10) == "STOPPED")
        #expect(cloud.truth(at: .seconds(10)).downNow == 1)
        #expect(cloud.reboot(0, at: 11).code == "OPERATION_DENIED_INSTANCE_STATUS")
    }
}

/// `vanishes`: these instances leave the inventory at a drawn moment.
@Suite struct VanishesFaultTests {
    @Test func whoVanishesIsNowhereAnyMore() throws {
        var cloud = try make {
            $0.faults.vanishes = ["web-0001"]; $0.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.ask("DescribeInstances", ["pageSize": 100], at: 0).total == 3)
        #expect(cloud.ask("DescribeInstances", ["pageSize": 100], at: 10).total == 2)
        #expect(cloud.status(0, at: 10) == nil)
        #expect(cloud.reboot(0, at: 10).code == "INVALID_INSTANCE_NOT_FOUND")
        #expect(cloud.health(0, at: 10) == nil)
        #expect(cloud.truth(at: .seconds(10)).downNow == 0)
    }
}

/// `movesToRecycle`: these instances go to the recycle bin at a drawn moment.
@Suite struct MovesToRecycleFaultTests {
    @Test func whoIsRecycledIsInTheBinAfterAWhile() throws {
        var cloud = try make {
            $0.faults.movesToRecycle = ["web-0001"]; $0.faults.fateWithin = .milliseconds(1)
        }
        #expect(cloud.status(0, at: 5) == "RECYCLING")
        #expect(cloud.status(0, at: 15) == "RECYCLE")
    }
}

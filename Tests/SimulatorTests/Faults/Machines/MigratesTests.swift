import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `migrates`: these instances keep running, and show the unknown status MIGRATING for one to five minutes.
@Suite struct MigratesFaultTests {
    @Test func whatMigratesRunsOnUnderAnUnknownStatus() throws {
        var cloud = try make { settings in
            settings.faults.migrates = ["web-0001"]
            settings.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.status(0, at: 0) == "RUNNING")
        #expect(cloud.status(0, at: 10) == "MIGRATING")
        #expect(cloud.health(0, at: 10) == 200)
        #expect(cloud.reboot(0, at: 10).code == "OPERATION_DENIED_INSTANCE_STATUS")
        let named = cloud.ask("DescribeInstances", ["status": "MIGRATING"], at: 11).rows
        #expect(named.count == 1)
        #expect(cloud.status(0, at: 310) == "RUNNING")
        #expect(cloud.truth(at: .seconds(310)).mostDown == 0)
    }
}

import Basics
import TestSupport
import Testing

@testable import Simulator

/// `agentMissing`: on these instances, no agent runs commands.
@Suite struct AgentMissingFaultTests {
    @Test func whoDoesNotRunFailsWithoutSpoilingTheOthers() throws {
        var cloud = try make { $0.faults.agentMissing = ["web-0003"] }
        _ = cloud.reboot(0)
        let row = try cloud.runCommand("true", on: [0, 1, 2], at: 5)
        #expect(row["invocationStatus"] == "PartialFailed")
        let tasks = try #require(row["invocationInstances"]?.arrayValue)
        #expect(tasks.map { $0["taskStatus"] } == ["Error", "Success", "Error"])
        #expect(tasks.map { $0["errorCode"] } == ["InstanceInstanceState", .null, "SystemError"])
    }
}

/// `bootIDUnreadable`: the boot id of these instances can't be read.
@Suite struct BootIDUnreadableFaultTests {
    @Test func theBootIDOfAMachineThatRunsCannotBeRead() throws {
        var cloud = try make { $0.faults.bootIDUnreadable = ["web-0001"] }
        let row = try cloud.runCommand("cat /proc/sys/kernel/random/boot_id", on: [0, 1])
        let tasks = try #require(row["invocationInstances"]?.arrayValue)
        #expect(tasks.map { $0["exitCode"] } == [1, 0])
        #expect(tasks[1]["output"]?.stringValue == cloud.bootID(1, at: 5))
    }
}

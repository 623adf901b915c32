import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct CommandTests {
    @Test func aCommandReadsTheBootIDThatHealthChecksSee() throws {
        var cloud = try make()
        let row = try cloud.runCommand("cat /proc/sys/kernel/random/boot_id")
        #expect(row["invocationStatus"] == "Success")
        let task = try #require(row["invocationInstances"]?[0])
        #expect(task["output"]?.stringValue == cloud.bootID(0, at: 5))
        #expect(task["exitCode"] == 0)
    }

    @Test func aTaskIsPendingThenRunningThenOver() throws {
        var cloud = try make()
        #expect(try cloud.runCommand("sleep 10", seenAfter: 0)["invocationStatus"] == "Pending")
        #expect(try cloud.runCommand("sleep 10", at: 100, seenAfter: 5)["invocationStatus"] == "Running")
        #expect(try cloud.runCommand("sleep 10", at: 200, seenAfter: 11)["invocationStatus"] == "Success")
    }

    @Test func aCommandThatTakesLongerThanItsTimeoutIsCutOff() throws {
        var cloud = try make()
        let row = try cloud.runCommand("echo before; sleep 100", timeout: 10, seenAfter: 11)
        #expect(row["invocationInstances"]?[0]?["taskStatus"] == "Timeout")
        #expect(row["invocationInstances"]?[0]?["errorCode"] == "ExecutionTimeout")
    }

    @Test func aDeletedCommandIsGone() throws {
        var cloud = try make()
        _ = try cloud.runCommand("true")
        let listed = cloud.ask("DescribeCommands", service: "zos")
        let id = try #require(listed.rows.first?["commandId"])
        #expect(cloud.ask("DeleteCommand", ["commandId": id], service: "zos").status == 200)
        #expect(cloud.ask("DeleteCommand", ["commandId": id], service: "zos").status == 404)
        #expect(cloud.ask("DescribeCommands", service: "zos").total == 0)
    }

    @Test func aTaughtRestartMakesTheInstanceUnhealthyForItsTime() throws {
        let commands: JSONValue = [["command": "systemctl restart *", "duration": 2, "unhealthyFor": 6]]
        var settings = CloudSettings()
        try settings.set("commands", to: commands)
        var cloud = try make { $0.behaviour.commands = settings.behaviour.commands }
        let row = try cloud.runCommand("systemctl  restart nginx", seenAfter: 3)
        #expect(row["invocationStatus"] == "Success")
        #expect(cloud.truth(at: .seconds(3)).downNow == 1)
        #expect(cloud.truth(at: .seconds(8)).downNow == 0)
        #expect(cloud.truth(at: .seconds(8)).boots.isEmpty)
    }

    @Test(arguments: [
        ("true", 0, ""), ("false", 1, ""), ("exit 7", 7, ""), ("echo 'a b' c", 0, "a b c\n"),
        ("hostname", 0, "web-0001\n"), ("reboot-the-world", 127, ""), ("false && echo no", 1, ""),
        ("false; echo yes", 0, "yes\n"), ("exit 300", 44, ""), ("", 0, ""), ("cat /nowhere", 1, ""),
        ("systemctl is-system-running", 0, "running\n"), ("cat /proc/uptime", 0, "90.50 90.50\n"),
    ])
    func theShellKnowsAFewCommands(script: String, exitCode: Int, output: String) {
        let shell = SimulatedShell(
            hostname: "web-0001", bootID: "b", uptime: .milliseconds(90_500), isHealthy: true)
        let result = shell.run(script)
        #expect(result.exitCode == exitCode)
        #expect(result.output == output)
    }
}

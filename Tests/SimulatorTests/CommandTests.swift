import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct CommandTests {
    /// Creates and invokes a command on some instances, and describes the invocation at a second.
    private func run(
        _ content: String, on indices: [Int] = [0], timeout: Int64 = 30, type: JSONValue = "SHELL",
        in cloud: inout SimulatedCloud, at seconds: Double = 0, seenAfter wait: Double = 5
    ) throws -> JSONValue {
        let made = cloud.ask(
            "CreateCommand", ["name": "c", "content": .string(content), "type": type], service: "zos",
            at: seconds)
        let command = try #require(made.json["response"]?["commandId"])
        let invoked = cloud.ask(
            "InvokeCommand",
            ["commandId": command, "instanceIds": cloud.ids(indices), "timeout": .integer(timeout)],
            service: "zos", at: seconds)
        let invocation = try #require(invoked.json["response"]?["invocationId"])
        let seen = cloud.ask(
            "DescribeCommandInvocations", ["invocationIds": [invocation]], service: "zos", at: seconds + wait)
        return try #require(seen.rows.first)
    }

    @Test func aCommandReadsTheBootIDThatHealthChecksSee() throws {
        var cloud = try make()
        let row = try run("cat /proc/sys/kernel/random/boot_id", in: &cloud)
        #expect(row["invocationStatus"] == "Success")
        let task = try #require(row["invocationInstances"]?[0])
        #expect(task["output"]?.stringValue == cloud.bootID(0, at: 5))
        #expect(task["exitCode"] == 0)
    }

    @Test func aTaskIsPendingThenRunningThenOver() throws {
        var cloud = try make()
        #expect(try run("sleep 10", in: &cloud, seenAfter: 0)["invocationStatus"] == "Pending")
        #expect(try run("sleep 10", in: &cloud, at: 100, seenAfter: 5)["invocationStatus"] == "Running")
        #expect(try run("sleep 10", in: &cloud, at: 200, seenAfter: 11)["invocationStatus"] == "Success")
    }

    @Test func aCommandThatTakesLongerThanItsTimeoutIsCutOff() throws {
        var cloud = try make()
        let row = try run("echo before; sleep 100", timeout: 10, in: &cloud, seenAfter: 11)
        #expect(row["invocationInstances"]?[0]?["taskStatus"] == "Timeout")
        #expect(row["invocationInstances"]?[0]?["errorCode"] == "ExecutionTimeout")
    }

    @Test func whoDoesNotRunFailsWithoutSpoilingTheOthers() throws {
        var cloud = try make { $0.faults.agentMissing = ["web-0003"] }
        _ = cloud.reboot(0)
        let row = try run("true", on: [0, 1, 2], in: &cloud, at: 5)
        #expect(row["invocationStatus"] == "PartialFailed")
        let tasks = try #require(row["invocationInstances"]?.arrayValue)
        #expect(tasks.map { $0["taskStatus"] } == ["Error", "Success", "Error"])
        #expect(tasks.map { $0["errorCode"] } == ["InstanceInstanceState", .null, "SystemError"])
    }

    @Test func withoutTheServiceNothingCanBeRun() throws {
        var cloud = try make { $0.faults.zosMissing = true }
        let answer = cloud.ask(
            "CreateCommand", ["name": "c", "content": "true", "type": "SHELL"], service: "zos")
        #expect(answer.code == "AUTHFAILURE_UNAUTHORIZED_OPERATION")
    }

    @Test func aDeletedCommandIsGone() throws {
        var cloud = try make()
        _ = try run("true", in: &cloud)
        let listed = cloud.ask("DescribeCommands", service: "zos")
        let id = try #require(listed.rows.first?["commandId"])
        #expect(cloud.ask("DeleteCommand", ["commandId": id], service: "zos").status == 200)
        #expect(cloud.ask("DeleteCommand", ["commandId": id], service: "zos").status == 404)
        #expect(cloud.ask("DescribeCommands", service: "zos").total == 0)
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

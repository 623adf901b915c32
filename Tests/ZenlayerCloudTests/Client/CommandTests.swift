import Basics
import Testing

@testable import ZenlayerCloud

struct CommandTests {
    static let bootID = "0f4ad8b9-6b0c-4d4e-9a43-5bd35ff8a3a8"

    /// Agents whose results arrive at the second look.
    private final class Agents {
        var invoked: [[String]] = []
        var looks = 0
        var result: (String) -> JSONObject = { _ in
            ["taskStatus": "Success", "exitCode": 0, "output": "ok\n"]
        }

        func respond(_ call: FakeCloud.Call) -> Result<TransportResponse, TransportError>? {
            switch call.action {
            case "CreateCommand": return .ok(["commandId": "c-1"])
            case "InvokeCommand":
                invoked.append(call.ids)
                return .ok(["invocationId": .string("v-\(invoked.count - 1)")])
            case "DescribeCommandInvocations": return invocations(call)
            default: return .ok()
            }
        }

        func invocations(_ call: FakeCloud.Call) -> Result<TransportResponse, TransportError> {
            looks += 1
            let wanted = call.parameters["invocationIds"]?[0]?.stringValue
            let dataSet = invoked.indices.filter { wanted == nil || wanted == "v-\($0)" }.map {
                index -> JSONValue in
                [
                    "invocationId": .string("v-\(index)"),
                    "invocationInstances": .array(invoked[index].map(row)),
                ]
            }
            return .ok(["totalCount": .integer(Int64(dataSet.count)), "dataSet": .array(dataSet)])
        }

        private func row(_ id: String) -> JSONValue {
            var row: JSONObject = looks < 2 ? ["taskStatus": "Running"] : result(id)
            row["instanceId"] = .string(id)
            return .object(row)
        }
    }

    private func execute(_ rig: Rig, _ ids: [String] = ["a"]) -> Result<[String: CommandResult], CloudError>?
    {
        rig.run { rig.client.execute("uptime", on: ids, timeout: .seconds(10), completion: $0) }
    }

    @Test func theCommandIsMadeRunWatchedAndRemoved() throws {
        let agents = Agents()
        let rig = Rig.make { agents.respond($0) }
        #expect(
            try execute(rig)?.get() == ["a": CommandResult(status: "Success", exitCode: 0, stdout: "ok\n")])
        #expect(
            rig.cloud.calls.map(\.action) == [
                "CreateCommand", "InvokeCommand", "DescribeCommandInvocations", "DescribeCommandInvocations",
                "DeleteCommand",
            ])
        #expect(rig.cloud.calls.first?.header("X-ZC-Version") == "2025-10-10")
    }

    @Test func twoHundredInstancesAreOneInvocation() throws {
        let agents = Agents()
        let rig = Rig.make { agents.respond($0) }
        #expect(try execute(rig, ids(450))?.get().count == 450)
        #expect(agents.invoked.map(\.count) == [200, 200, 50])
        #expect(rig.cloud.count("DeleteCommand") == 1)
    }

    @Test func anInvocationOfUnknownFateIsLookedForNotRepeated() throws {
        let agents = Agents()
        let rig = Rig.make { call in
            let answer = agents.respond(call)
            return call.action == "InvokeCommand" ? .failure(.interrupted("reset")) : answer
        }
        #expect(try execute(rig)?.get()["a"]?.status == "Success")
        #expect(rig.cloud.count("InvokeCommand") == 1)
    }

    @Test func silenceEndsAsUnknown() throws {
        let agents = Agents()
        agents.result = { _ in ["taskStatus": "Running"] }
        let rig = Rig.make { agents.respond($0) }
        #expect(try execute(rig)?.get()["a"]?.status == "Unknown")
        #expect(rig.timeline.now < .seconds(45))
        #expect(rig.cloud.count("DeleteCommand") == 1)
    }

    @Test func aRefusedBatchIsNotInvokedAgain() throws {
        let agents = Agents()
        var invoked: [String] = []
        let rig = Rig.make { call in
            guard call.action == "InvokeCommand" else { return agents.respond(call) }
            // The first instance runs the command before the cloud reaches the bad id.
            invoked += call.ids.prefix(1)
            return .error(403, "OPERATION_DENIED_INSTANCE_NO_AGENT")
        }
        let results = try execute(rig, ["a", "b", "bad", "c"])?.get()
        #expect(invoked == ["a"])
        #expect(results?.values.contains { $0.status == "Success" } == false)
        #expect(results?["c"]?.status == "Unknown")
    }

    @Test func oneInstanceWithoutAgentStandsAloneWhereACommandMayRunTwice() throws {
        let agents = Agents()
        let rig = Rig.make { call in
            call.ids.contains("bad")
                ? .error(403, "OPERATION_DENIED_INSTANCE_NO_AGENT") : agents.respond(call)
        }
        let results = try rig.run {
            rig.client.execute("x", on: ["a", "b", "bad", "c"], mayRunTwice: true, completion: $0)
        }?.get()
        #expect(results?["bad"]?.status == "Refused")
        #expect(results?["bad"]?.code == "OPERATION_DENIED_INSTANCE_NO_AGENT")
        #expect(results?.count { $0.value.status == "Success" } == 3)
    }

    @Test func theCommandIsRemovedAfterAFailureToo() {
        let agents = Agents()
        let rig = Rig.make {
            $0.action == "InvokeCommand" ? .error(400, "MISSING_PARAMETER") : agents.respond($0)
        }
        #expect(execute(rig)?.error?.code == "MISSING_PARAMETER")
        #expect(rig.cloud.count("DeleteCommand") == 1)
    }

    @Test(arguments: [50, 150, 250, 1500]) func theCommandIsRemovedWhenItIsCancelled(milliseconds: Int) {
        let agents = Agents()
        let rig = Rig.make { agents.respond($0) }
        let handle = rig.client.execute("x", on: ["a"]) { _ in Issue.record("cancelled, and yet completed") }
        rig.timeline.run(until: .milliseconds(milliseconds))
        handle.cancel()
        rig.timeline.run()
        #expect(rig.cloud.calls.last?.action == "DeleteCommand")
        #expect(rig.cloud.count("DeleteCommand") == 1)
    }

    @Test func aCommandThatIsOverIsNotRemovedTwice() {
        let agents = Agents()
        let rig = Rig.make { agents.respond($0) }
        let handle = rig.client.execute("x", on: ["a"]) { _ in }
        rig.timeline.run()
        handle.cancel()
        rig.timeline.run()
        #expect(rig.cloud.count("DeleteCommand") == 1)
    }

    @Test(arguments: [("", 10), ("x", 0), ("x", 61), (String(repeating: "x", count: 16_385), 10)])
    func whatTheServiceCannotTakeIsRefused(shell: String, seconds: Int) {
        let rig = Rig.make { _ in .ok() }
        let result = rig.run {
            rig.client.execute(shell, on: ["a"], timeout: .seconds(seconds), completion: $0)
        }
        #expect(result?.error?.kind == .argument)
        #expect(rig.cloud.calls.isEmpty)
    }

    @Test func onlyAUUIDIsABootID() throws {
        let agents = Agents()
        agents.result = { id in
            let output = ["a": Self.bootID.uppercased() + "\n", "b": "cat: no such file", "c": Self.bootID][
                id]
            return [
                "taskStatus": id == "c" ? "Failed" : "Success", "exitCode": 0,
                "output": .string(output ?? ""),
            ]
        }
        let rig = Rig.make { agents.respond($0) }
        #expect(
            try rig.run { rig.client.bootIDs(of: ["a", "b", "c"], completion: $0) }?.get() == [
                "a": Self.bootID
            ])
    }

    @Test func aCloudWithoutTheServiceHasNoBootIDs() throws {
        let rig = Rig.make { _ in .error(403, "AUTHFAILURE_UNAUTHORIZED_OPERATION") }
        #expect(try rig.run { rig.client.bootIDs(of: ["a"], completion: $0) }?.get() == [:])
    }
}

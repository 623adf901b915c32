import Basics
import Synchronization
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct SimulatorDoorTests {
    /// A clock that a test moves.
    private final class Time: Sendable {
        let now = Mutex(Moment.start)
        func pass(_ duration: Duration) { now.withLock { $0 = $0 + duration } }
    }

    private let time = Time()

    private func make() throws -> SimulatorDoor {
        var configuration = SimulatorConfiguration(fleet: try Fleet(count: 3))
        configuration.settings.behaviour.lag = .exactly(.seconds(1))
        configuration.settings.behaviour.bootTime = .exactly(.seconds(20))
        configuration.settings.behaviour.warmUp = .exactly(.seconds(4))
        configuration.token = "t"
        let time = time
        return SimulatorDoor(configuration, startNanoseconds: 0) { time.now.withLock { $0 } }
    }

    private func post(
        _ action: String, _ body: JSONValue = [:], path: String = "/api/v2/zec", token: String = "t",
        type: String = "application/json"
    ) -> DoorRequest {
        DoorRequest(
            method: "POST", path: path,
            headers: [
                ("Content-Type", type), ("X-ZC-Action", action), ("X-ZC-Version", "2025-09-01"),
                ("Authorization", "Bearer \(token)"),
            ], body: body.serialized())
    }

    private func get(_ path: String) -> DoorRequest {
        DoorRequest(method: "GET", path: path, headers: [], body: [])
    }

    private func code(_ answer: SimulatedAnswer) throws -> String? {
        try JSONValue(parsing: answer.body)["code"]?.stringValue
    }

    @Test func aWrongTokenDoesNothing() throws {
        let door = try make()
        let reboot: JSONValue = ["instanceIds": [.string(try Fleet(count: 1).instances[0].id)]]
        let answer = door.answer(post("RebootInstances", reboot, token: "T"))
        #expect(answer.status == 401)
        #expect(try code(answer) == "AUTHFAILURE_SIGNATURE_FAILURE")
        time.pass(.seconds(60))
        let truth = try JSONValue(parsing: door.answer(get("/truth")).body)
        #expect(truth["mostDown"] == 0)
        #expect(truth["refused"] == 1)
    }

    @Test func theTruthAndTheMachinesNeedNoCredential() throws {
        let door = try make()
        let id = try Fleet(count: 1).instances[0].id
        #expect(door.answer(get("/machines/\(id)/health")).status == 200)
        _ = door.answer(post("RebootInstances", ["instanceIds": [.string(id)]]))
        time.pass(.seconds(5))
        #expect(door.answer(get("/machines/\(id)/health")).status == 504)
        time.pass(.seconds(60))
        #expect(door.answer(get("/machines/\(id)/boot_id")).body.count == 37)
        let truth = try JSONValue(parsing: door.answer(get("/truth")).body)
        #expect(truth["boots"]?[id] == 1)
        #expect(door.answer(get("/machines/nobody/health")).status == 404)
    }

    @Test func onlyTheRightDoorLeadsIn() throws {
        let door = try make()
        #expect(door.answer(post("DescribeZones")).status == 200)
        #expect(door.answer(post("DescribeZones", path: "/api/v1/zec")).status == 404)
        #expect(door.answer(post("DescribeZones", path: "/api/v2/")).status == 404)
        #expect(door.answer(post("DescribeZones", type: "text/plain")).status == 400)
        #expect(door.answer(get("/api/v2/zec")).status == 405)
        #expect(door.answer(get("/")).status == 404)
    }

    @Test func theServerTellsItsPortAndEndsWhenItIsCancelled() async throws {
        let server = SimulatorServer(configuration: SimulatorConfiguration(fleet: try Fleet(count: 1)))
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await server.run { continuation.yield($0) } }
        var port = 0
        for await ready in ports {
            port = ready
            break
        }
        #expect(port > 0)
        task.cancel()
        _ = await task.result
    }
}

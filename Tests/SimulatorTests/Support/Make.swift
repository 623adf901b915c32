import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

/// A cloud with exact durations, so that a test can name the second.
func make(
    count: Int = 3, fleet: Fleet? = nil, seed: UInt64 = 1, _ change: (inout CloudSettings) -> Void = { _ in }
) throws -> SimulatedCloud {
    var settings = CloudSettings()
    settings.behaviour.lag = .exactly(.seconds(1))
    settings.behaviour.bootTime = .exactly(.seconds(20))
    settings.behaviour.warmUp = .exactly(.seconds(4))
    settings.behaviour.shutdownTime = .exactly(.seconds(6))
    change(&settings)
    return SimulatedCloud(fleet: try fleet ?? Fleet(count: count), settings: settings, seed: seed)
}

/// An answer with its JSON parsed.
struct Answer: Equatable {
    var status: Int
    var json: JSONValue
    var headers: [String]
    var delay: Duration

    var code: String? { json["code"]?.stringValue }
    var refused: [String]? { json["response"]?["instanceIds"]?.arrayValue?.compactMap(\.stringValue) }
    var rows: [JSONValue] { json["response"]?["dataSet"]?.arrayValue ?? [] }
    var total: Int64? { json["response"]?["totalCount"]?.integerValue }
}

extension SimulatedCloud {
    /// Sends a request to the cloud, some seconds after the start.
    mutating func ask(
        _ action: String, _ parameters: JSONValue = [:], service: String = "zec", at seconds: Double = 0
    ) -> Answer {
        let request = SimulatedRequest(service: service, action: action, body: parameters.serialized())
        let answer = answer(request, at: Moment(nanoseconds: Int64(seconds * 1e9)))
        return Answer(
            status: answer.status, json: (try? JSONValue(parsing: answer.body)) ?? .null,
            headers: answer.headers.map { "\($0.name): \($0.value)" }, delay: answer.delay)
    }

    mutating func reboot(_ indices: Int..., force: Bool? = nil, at seconds: Double = 0) -> Answer {
        var parameters: JSONObject = ["instanceIds": ids(indices)]
        parameters["forceReboot"] = force.map { .bool($0) }
        return ask("RebootInstances", .object(parameters), at: seconds)
    }

    /// The status of one instance.
    mutating func status(_ index: Int, at seconds: Double) -> String? {
        ask("DescribeInstancesStatus", ["instanceIds": ids([index])], at: seconds).rows.first?[
            "instanceStatus"]?
            .stringValue
    }

    /// The answer of the machine's health endpoint: 200, 503, or nil if it does not answer.
    mutating func health(_ index: Int, at seconds: Double) -> Int? {
        try? page(
            hostname: fleet.instances[index].id, path: "/health",
            at: Moment(nanoseconds: Int64(seconds * 1e9))
        )
        .status
    }

    mutating func bootID(_ index: Int, at seconds: Double) -> String? {
        try? page(
            hostname: fleet.instances[index].id, path: "/boot_id",
            at: Moment(nanoseconds: Int64(seconds * 1e9))
        )
        .text
    }

    func ids(_ indices: [Int]) -> JSONValue {
        .array(indices.map { .string(fleet.instances[$0].id) })
    }

    /// A request to reboot the first instance.
    func rebootRequest() -> SimulatedRequest {
        SimulatedRequest(
            action: "RebootInstances", body: (["instanceIds": ids([0])] as JSONValue).serialized())
    }

    /// The names on a page of instances.
    mutating func namesOnPage(_ number: Int64, of size: Int64 = 2) -> [String] {
        ask("DescribeInstances", ["pageNum": .integer(number), "pageSize": .integer(size)]).rows
            .compactMap { $0["instanceName"]?.stringValue }
    }

    /// Creates and invokes a command on some instances, and describes the invocation some seconds later.
    mutating func runCommand(
        _ content: String, on indices: [Int] = [0], timeout: Int64 = 30, type: JSONValue = "SHELL",
        at seconds: Double = 0, seenAfter wait: Double = 5
    ) throws -> JSONValue {
        let made = ask(
            "CreateCommand", ["name": "c", "content": .string(content), "type": type], service: "zos",
            at: seconds)
        let command = try #require(made.json["response"]?["commandId"])
        let invoked = ask(
            "InvokeCommand",
            ["commandId": command, "instanceIds": ids(indices), "timeout": .integer(timeout)],
            service: "zos", at: seconds)
        let invocation = try #require(invoked.json["response"]?["invocationId"])
        let seen = ask(
            "DescribeCommandInvocations", ["invocationIds": [invocation]], service: "zos", at: seconds + wait)
        return try #require(seen.rows.first)
    }
}

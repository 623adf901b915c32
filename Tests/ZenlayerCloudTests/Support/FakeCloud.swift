import Basics
import ZenlayerCloud

/// A transport that answers as a test defines, after some virtual time.
final class FakeCloud: Transport {
    /// One request, as the cloud sees it.
    struct Call {
        var action: String
        var parameters: JSONObject
        /// The call's number, from 1, over all actions.
        var number: Int
        var request: TransportRequest
        var sentAt: Duration

        var ids: [String] { parameters["instanceIds"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        var pageNumber: Int { Int(parameters["pageNum"]?.integerValue ?? 1) }
        var pageSize: Int { Int(parameters["pageSize"]?.integerValue ?? 20) }

        func header(_ name: String) -> String? { request.headers.first { $0.name == name }?.value }
    }

    private let timeline: VirtualTimeline
    private let latency: Duration
    /// The cloud's answer; nil: it never answers.
    var respond: (Call) -> Result<TransportResponse, TransportError>?
    private(set) var calls: [Call] = []

    init(
        timeline: VirtualTimeline, latency: Duration,
        respond: @escaping (Call) -> Result<TransportResponse, TransportError>?
    ) {
        self.timeline = timeline
        self.latency = latency
        self.respond = respond
    }

    func send(
        _ request: TransportRequest,
        completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        let call = Call(
            action: request.headers.first { $0.name == "X-ZC-Action" }?.value ?? "",
            parameters: (try? JSONValue(parsing: request.body))?.objectValue ?? [:], number: calls.count + 1,
            request: request, sentAt: timeline.now)
        calls.append(call)
        return timeline.schedule(after: latency) { [self] in
            if let result = respond(call) { completion(result) }
        }
    }

    func count(_ action: String) -> Int { calls.count { $0.action == action } }

    /// The requests to reboot, without the look-ups before them.
    var reboots: [Call] { calls.filter { $0.action == "RebootInstances" } }
}

extension Result<TransportResponse, TransportError> {
    /// A successful answer with this `response`.
    static func ok(_ response: JSONObject = [:]) -> Self {
        .success(
            .make(body: .object(["requestId": "T1", "response": .object(response)])))
    }

    /// An error answer of the API.
    static func error(_ status: Int, _ code: String, headers: [(name: String, value: String)] = []) -> Self {
        .success(
            .make(
                status: status, headers: headers,
                body: ["requestId": "T2", "code": .string(code), "message": "No."]))
    }

    /// Any other answer of a server.
    static func text(_ status: Int, _ body: String, headers: [(name: String, value: String)] = []) -> Self {
        .success(TransportResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// An answer to DescribeInstancesStatus.
    static func statuses(_ rows: [(id: String, status: String)], total: Int? = nil) -> Self {
        let dataSet = rows.map { row -> JSONValue in
            ["instanceId": .string(row.id), "instanceStatus": .string(row.status)]
        }
        return .ok(["totalCount": .integer(Int64(total ?? rows.count)), "dataSet": .array(dataSet)])
    }

    /// An answer to DescribeInstancesStatus in which all ids have this status.
    static func statuses(_ call: FakeCloud.Call, _ status: String) -> Self {
        .statuses(call.ids.map { ($0, status) })
    }

    /// An answer to DescribeInstancesStatus without the missing instances.
    static func statuses(
        _ call: FakeCloud.Call, except missing: Set<String>, status: (String) -> String
    ) -> Self {
        .statuses(call.ids.filter { !missing.contains($0) }.map { ($0, status($0)) })
    }
}

extension TransportResponse {
    static func make(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: JSONValue
    ) -> TransportResponse {
        TransportResponse(status: status, headers: headers, body: body.serialized())
    }
}

/// A request to the cloud, past its door.
public struct SimulatedRequest: Sendable, Equatable {
    /// The API's service: `zec`, `zos` or `maintenance`.
    public var service: String
    public var action: String
    public var body: [UInt8]

    public init(service: String = "zec", action: String, body: [UInt8]) {
        self.service = service
        self.action = action
        self.body = body
    }
}

/// The cloud's answer, and how long it takes to arrive.
public struct SimulatedAnswer: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// From the request to the last byte of the answer.
    public var delay: Duration
    /// Whether the connection breaks instead; what else stands here is for those who can't break one.
    var isLost = false

    init(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], delay: Duration,
        isLost: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.isLost = isLost
    }
}

/// An HTTP request as it stands before the cloud's door.
struct DoorRequest: Sendable {
    var method: String
    /// Without the query.
    var path: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    /// The first value of a header, whose name is compared without regard to case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.count == name.count && $0.name.lowercased() == name }?.value
    }
}

extension SimulatedRequest {
    /// Takes a request through the door: method, path and the headers that name the action.
    init(_ request: DoorRequest) throws(Refusal) {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1] == "api", parts[2] == "v2", !parts[3].isEmpty
        else {
            throw Refusal(404, "OPERATION_FAILED_RESOURCE_NOT_FOUND", "There is nothing at this path.")
        }
        guard request.method == "POST" else {
            throw Refusal(405, "INVALID_PARAMETER_VALUE", "Only POST is supported.")
        }
        guard let action = request.header("x-zc-action") else { throw .missing("X-ZC-Action") }
        guard request.header("x-zc-version") != nil else { throw .missing("X-ZC-Version") }
        guard request.header("content-type")?.lowercased().hasPrefix("application/json") == true else {
            throw Refusal(400, "INVALID_PARAMETER_VALUE", "The Content-Type must be application/json.")
        }
        self.init(service: String(parts[3]), action: action, body: request.body)
    }
}

/// A request to the cloud that has passed its door.
package struct SimulatedRequest: Sendable, Equatable {
    /// The API's service: `zec`, `zos` or `maintenance`.
    package var service: String
    package var action: String
    package var body: [UInt8]
    /// When its signature says that it was signed, in seconds since 1970 UTC; nil with a token.
    package var signedAt: Int64?

    package init(service: String = "zec", action: String, body: [UInt8], signedAt: Int64? = nil) {
        self.service = service
        self.action = action
        self.body = body
        self.signedAt = signedAt
    }
}

/// The cloud's answer, and how long it takes to arrive.
package struct SimulatedAnswer: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// From the request to the last byte of the answer.
    package var delay: Duration
    /// How the answer arrives.
    var delivery = Delivery.complete

    /// What the client sees.
    enum Delivery: Sendable {
        case complete
        /// The connection breaks before the first byte of the answer.
        case connectionBroken
        /// The connection is refused: nothing of the request is sent.
        case connectionRefused
        /// No answer comes back at all: to the request if a connection was open, otherwise to the attempt to connect.
        case silence(connected: Bool)
    }

    /// Whether no answer arrives.
    var isLost: Bool {
        if case .complete = delivery { false } else { true }
    }

    init(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], delay: Duration
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
    }

    /// An answer that does not arrive; after `delay`, the client sees `delivery` instead.
    init(_ delivery: Delivery, after delay: Duration) {
        self.init(status: 0, headers: [], body: [], delay: delay)
        self.delivery = delivery
    }
}

/// An HTTP request as it arrives at the cloud's door.
struct DoorRequest: Sendable {
    var method: String
    /// Without the query.
    var path: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    /// The first value of a header, whose name is compared without regard to case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
    }
}

extension SimulatedRequest {
    /// Checks a request at the door: method, path and the headers that name the action.
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
        let isToken = request.header("authorization")?.hasPrefix("Bearer ") ?? true
        self.init(
            service: String(parts[3]), action: action, body: request.body,
            signedAt: isToken ? nil : request.header("x-zc-timestamp").flatMap { Int64($0) })
    }
}

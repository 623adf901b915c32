/// The settings of the client.
public struct ClientConfiguration: Sendable {
    public var endpoint: Endpoint
    /// The client's name in requests: `zecscript/1.0`.
    public var clientName: String
    /// The limit on one request, from sending it to the last byte of its answer.
    public var requestTimeout: Duration = .seconds(30)
    public var connectTimeout: Duration = .seconds(10)
    /// The limit of an answer's size, in bytes.
    public var responseSizeMax = 64 << 20
    /// The limit of requests per second, over all actions; 0: no limit.
    public var rateLimit = 10.0
    /// The number of requests that may be sent at once after a quiet time.
    public var rateBurst = 5
    /// The rows per page when listing instances: at most 1000.
    public var pageSize = 1000
    public var retries = RetryPolicy()
    package var rules = ClientRules()

    public init(endpoint: Endpoint = .standard, clientName: String = "zecscript") {
        self.endpoint = endpoint
        self.clientName = clientName
    }
}

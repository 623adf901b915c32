/// How the client talks to the cloud.
public struct ClientConfiguration: Sendable {
    public var endpoint: Endpoint
    /// What the requests are said to come from: `zecscript/1.0`.
    public var clientName: String
    /// The limit on one request, from sending it to the last byte of its answer.
    public var requestTimeout: Duration = .seconds(30)
    public var connectTimeout: Duration = .seconds(10)
    /// In bytes.
    public var responseSizeMax = 64 << 20
    /// In requests a second, over all actions; 0: no limit.
    public var rateLimit = 10.0
    /// The requests that may go at once after a quiet time.
    public var rateBurst = 5
    /// The rows asked for at once when listing instances: at most 1000.
    public var pageSize = 1000
    public var retries = RetryPolicy()
    package var rules = ClientRules()

    public init(endpoint: Endpoint = .standard, clientName: String = "zecscript") {
        self.endpoint = endpoint
        self.clientName = clientName
    }
}

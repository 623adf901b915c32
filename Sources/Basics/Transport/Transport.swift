/// Sends HTTP requests to servers and delivers their answers.
///
/// A transport never sends a request twice that may change something, never follows a redirect and never judges an answer:
/// every answer arrives as a ``TransportResponse``. It belongs to one thread; `completion` is called there, exactly once, and
/// never before `send` has returned.
public protocol Transport: AnyObject {
    /// Sends one request.
    /// - Returns: A handle that cancels the request; its `completion` is then never called.
    @discardableResult
    func send(
        _ request: TransportRequest,
        completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable
}

/// One HTTP request and all its limits.
public struct TransportRequest: Sendable {
    public var method: String
    /// An absolute `http` or `https` URL.
    public var url: String
    /// In the order in which they are sent.
    ///
    /// `Host` and `Content-Length` follow from the URL and the body.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// The limit on establishing the connection, TLS included.
    public var connectTimeout: Duration
    /// The limit on the time until the request is written; nil: no limit of its own.
    ///
    /// After it, the request is not written any more and ends as ``TransportError/notSent(_:)``.
    ///
    /// It includes waiting for a connection, connecting and TLS.
    public var sendTimeout: Duration?
    /// The limit on the whole exchange, from the call to the last byte of the answer.
    public var timeout: Duration
    /// The limit of the answer's body, in bytes; a larger body is ``TransportError/responseTooLarge(limit:)``.
    public var responseSizeMax: Int

    public init(
        method: String = "POST",
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        connectTimeout: Duration = .seconds(10),
        timeout: Duration = .seconds(30),
        responseSizeMax: Int = 64 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.responseSizeMax = responseSizeMax
    }
}

/// A server's complete answer, of whatever status.
public struct TransportResponse: Sendable {
    public var status: Int
    /// In the order in which they arrived.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whose name is compared without regard to case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// Why there is no answer; the caller must know whether the server may have received the request.
public enum TransportError: Error, Sendable, Equatable {
    /// Nothing was written: name not resolved, connection or TLS refused, connecting timed out. Safe to repeat.
    case notSent(String)
    /// The request, or a part of it, was written, and no complete answer arrived: reset, closed, malformed.
    case interrupted(String)
    /// The request was written, and timed out.
    case timedOut(after: Duration)
    /// The answer is larger than the request's limit, in bytes.
    case responseTooLarge(limit: Int)
}

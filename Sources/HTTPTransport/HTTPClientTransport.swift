internal import AsyncHTTPClient
public import Basics
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOSSL

/// The transport to the real network: HTTP/1.1 over pooled connections, with TLS and proxies.
///
/// It belongs to one thread, like every ``Transport``. The network has one thread per process, made by the first request.
/// Results arrive there and are passed to `post` on that thread; the owner brings them to its own thread and calls
/// ``deliver(_:)`` there. A ``Mailbox`` does just that:
///
///     let mailbox = Mailbox<HTTPClientTransport.Arrival>()
///     let transport = try HTTPClientTransport { mailbox.post($0) }
///     transport.send(request) { result in … }
///     while transport.hasRequestsUnderWay {
///         mailbox.take(waiting: nil).forEach(transport.deliver)
///     }
///
/// A request that changes something is never sent twice: only a GET or HEAD whose connection closes before the first byte of
/// its answer is sent again, because a server may close an idle connection at the moment of its use. Redirects are not
/// followed, certificates are verified.
public final class HTTPClientTransport: Transport {
    /// The end of one request, on its way to the transport's own thread.
    public struct Arrival: Sendable {
        let number: UInt64
        let result: Result<TransportResponse, TransportError>
        /// Whether the request was still waiting for a connection.
        var wasWaiting = false
        /// Whether the connection was closed before the first byte of an answer.
        var wasClosedUnanswered = false
    }

    private let configuration: Configuration
    /// Read by the first request: parsing the system's authorities takes longer than the start of a script.
    private lazy var trust = Result { () throws(SetupError) in try configuration.trust() }
    private let post: @Sendable (Arrival) -> Void
    private var clients: [ClientKey: HTTPClient] = [:]
    private var targets: RequestTargets
    private var quota: ConnectionQuota
    private var pending: [UInt64: PendingRequest] = [:]
    private var lastNumber: UInt64 = 0
    private var awaited = 0

    /// Makes a transport; no thread starts and no connection opens before the first request.
    ///
    /// - Parameters:
    ///   - configuration: The settings that all requests share.
    ///   - post: Called on the network's thread for each request that ended.
    /// - Throws: If a file of certificate authorities can't be read, or has no certificate.
    public init(
        configuration: Configuration = Configuration(), post: @escaping @Sendable (Arrival) -> Void
    ) throws(SetupError) {
        self.configuration = configuration
        self.post = post
        try configuration.checkTrust()
        targets = RequestTargets(proxies: configuration.proxies)
        quota = ConnectionQuota(connectionsMax: configuration.connectionsPerServerMax)
    }

    deinit {
        // async-http-client crashes a debug build whose clients were not shut down.
        for client in clients.values { client.shutdown { _ in } }
    }

    /// Whether any request is waiting for its answer.
    public var hasRequestsUnderWay: Bool { awaited > 0 }

    @discardableResult
    public func send(
        _ request: TransportRequest,
        completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) -> any Cancellable {
        lastNumber += 1
        awaited += 1
        let number = lastNumber
        switch targets.target(of: request.url) {
        case .failure(let error): refuse(number, error, completion)
        case .success where request.sendTimeout.map { $0 <= .zero } ?? false:
            refuse(number, .notSent("its time had run out"), completion)
        case .success(let target):
            let now = NIODeadline.now()
            let order = Order(
                request: request, target: target, deadline: now + TimeAmount(request.timeout),
                sendDeadline: request.sendTimeout.map { now + TimeAmount($0) })
            pending[number] = PendingRequest(completion: completion, stage: .waiting(order, nil))
            if quota.admit(number, to: target.server) {
                start(number)
            } else {
                limitTheWait(of: number, order)
            }
        }
        return Handle(transport: self, number: number)
    }

    private func refuse(
        _ number: UInt64, _ error: TransportError,
        _ completion: @escaping (Result<TransportResponse, TransportError>) -> Void
    ) {
        pending[number] = PendingRequest(completion: completion, stage: .refused)
        post(Arrival(number: number, result: .failure(error)))
    }

    /// Ends the request that an arrival belongs to: calls its completion, on the caller's thread.
    public func deliver(_ arrival: Arrival) {
        guard let request = pending[arrival.number] else { return }
        if arrival.wasClosedUnanswered, repeats(arrival.number, request) { return }
        switch request.stage {
        case .refused: break
        case .waiting(let order, _): quota.withdraw(arrival.number, from: order.target.server)
        // The limit on waiting expired just when the request started: the request's own deadline ends it.
        case .running where arrival.wasWaiting: return
        case .running(_, let order): startNext(after: order.target.server)
        }
        pending[arrival.number] = nil
        guard let completion = request.completion else { return }
        awaited -= 1
        completion(arrival.result)
    }
}

// MARK: - One request

/// All that is needed to start a request.
private struct Order {
    var request: TransportRequest
    var target: RequestTarget
    var deadline: NIODeadline
    /// The request is not written after it; nil: no limit.
    var sendDeadline: NIODeadline?
    /// The limit of repeats of a request that changes nothing.
    static let repeatsMax = 2
    /// How often it was sent again; a repeat uses a connection of its own, since another kept connection may be closed as
    /// well.
    var repeats = 0

    var changesNothing: Bool { request.method == "GET" || request.method == "HEAD" }
}

private struct PendingRequest {
    enum Stage {
        /// It can't be sent; an arrival with the error is under way.
        case refused
        /// It waits for a connection, with a limit.
        case waiting(Order, Scheduled<Void>?)
        case running(HTTPClient.Task<TransportResponse>, Order)
    }

    /// Nil once it was cancelled.
    var completion: ((Result<TransportResponse, TransportError>) -> Void)?
    var stage: Stage
}

extension HTTPClientTransport {
    private func start(_ number: UInt64) {
        guard case .waiting(let order, let limit) = pending[number]?.stage else { return }
        limit?.cancel()
        let request = order.request
        if let sendDeadline = order.sendDeadline, sendDeadline <= .now() {
            return refuse(number, order, "its time ran out before a connection was ready")
        }
        let collector = ResponseCollector(
            sizeMax: request.responseSizeMax, expectsBody: request.method != "HEAD")
        do {
            let task = try client(for: order).execute(
                request: try HTTPClient.Request(order), delegate: collector, deadline: order.deadline)
            pending[number]?.stage = .running(task, order)
            let limit = limitTheSending(of: task, collector, until: order.sendDeadline)
            task.futureResult.whenComplete { [post] result in
                limit?.cancel()
                post(Arrival(number, result, collector, order))
            }
        } catch {
            refuse(number, order, networkReason(error))
        }
    }

    /// Ends a request that can't be sent, and starts the next one.
    private func refuse(_ number: UInt64, _ order: Order, _ reason: String) {
        pending[number]?.stage = .refused
        post(Arrival(number: number, result: .failure(.notSent(reason))))
        startNext(after: order.target.server)
    }

    /// Sends a request that changes nothing once more, with the connection that it holds in the quota.
    private func repeats(_ number: UInt64, _ request: PendingRequest) -> Bool {
        guard case .running(_, var order) = request.stage, request.completion != nil, order.changesNothing,
            order.repeats < Order.repeatsMax, NIODeadline.now() < order.deadline
        else { return false }
        order.repeats += 1
        pending[number]?.stage = .waiting(order, nil)
        start(number)
        return true
    }

    private func startNext(after server: String) {
        if let next = quota.release(server) { start(next) }
    }

    /// Limits the wait for a connection to half of the request's timeout.
    ///
    /// A request that is written shortly before its deadline would hardly be answered in time, and its result would be
    /// unknown.
    private func limitTheWait(of number: UInt64, _ order: Order) {
        let patience = min(order.request.timeout / 2, order.request.sendTimeout ?? order.request.timeout)
        let limit = NetworkThread.eventLoop.scheduleTask(in: TimeAmount(patience)) { [post] in
            let reason = "no connection became free within \(patience)"
            post(Arrival(number: number, result: .failure(.notSent(reason)), wasWaiting: true))
        }
        pending[number]?.stage = .waiting(order, limit)
    }

    /// Cancels a request at a deadline if nothing of it has been written.
    ///
    /// The head is written on the event loop on which this runs, so nothing can be written between the check and the
    /// cancellation.
    private func limitTheSending(
        of task: HTTPClient.Task<TransportResponse>, _ collector: ResponseCollector,
        until deadline: NIODeadline?
    ) -> Scheduled<Void>? {
        guard let deadline else { return nil }
        return NetworkThread.eventLoop.scheduleTask(deadline: deadline) {
            if !collector.headWasWritten { task.cancel() }
        }
    }

    /// - Throws: If a file of certificate authorities can't be parsed.
    private func client(for order: Order) throws(SetupError) -> HTTPClient {
        let key = ClientKey(
            tunnel: order.target.tunnel, forwards: order.target.forwarding != nil,
            connectTimeout: order.request.connectTimeout,
            decodesAnswers: order.request.method != "HEAD", keepsConnections: order.repeats == 0)
        if let client = clients[key] { return client }
        let client = HTTPClient(
            eventLoopGroup: NetworkThread.eventLoop,
            configuration: HTTPClient.Configuration(key, configuration, trusting: try trust.get()))
        clients[key] = client
        return client
    }

    fileprivate func cancel(_ number: UInt64) {
        guard let request = pending[number], request.completion != nil else { return }
        awaited -= 1
        pending[number]?.completion = nil
        switch request.stage {
        case .refused: break
        case .waiting(let order, let limit):
            limit?.cancel()
            quota.withdraw(number, from: order.target.server)
            pending[number] = nil
        // Its connection is released when the arrival reports its end.
        case .running(let task, _): task.cancel()
        }
    }
}

private final class Handle: Cancellable {
    private weak var transport: HTTPClientTransport?
    private let number: UInt64

    init(transport: HTTPClientTransport, number: UInt64) {
        self.transport = transport
        self.number = number
    }

    func cancel() { transport?.cancel(number) }
}

extension HTTPClientTransport.Arrival {
    fileprivate init(
        _ number: UInt64, _ result: Result<TransportResponse, any Error>, _ collector: ResponseCollector,
        _ order: Order
    ) {
        switch result {
        // Only a proxy answers 407, and it has not forwarded the request then.
        case .success(let response) where response.status == 407 && order.target.forwarding != nil:
            self.init(number: number, result: .failure(.notSent("the proxy asks for credentials")))
        case .success(let response):
            self.init(number: number, result: .success(response))
        // An empty body is labelled as compressed, but is not.
        case .failure(let error as NIOHTTPDecompression.ExtraDecompressionError)
        where error == .truncatedData && collector.isEmptyAnswer:
            self.init(number: number, result: .success(collector.answer))
        case .failure(let error):
            let failure = TransportError(
                error, headWasWritten: collector.headWasWritten, request: order.request)
            self.init(number: number, result: .failure(failure))
            wasClosedUnanswered =
                collector.headWasWritten && !collector.hasAnswerBegun && isClosedConnection(error)
        }
    }
}

extension HTTPClient.Request {
    fileprivate init(_ order: Order) throws {
        var headers = HTTPHeaders(order.request.headers.map { ($0.name, $0.value) })
        order.target.forwarding?.complete(&headers)
        try self.init(
            url: order.target.url,
            method: HTTPMethod(rawValue: order.request.method),
            headers: headers,
            body: order.request.body.isEmpty ? nil : .bytes(order.request.body))
    }
}

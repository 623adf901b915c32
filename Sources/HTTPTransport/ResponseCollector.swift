internal import AsyncHTTPClient
internal import Basics
internal import NIOCore
internal import NIOHTTP1

/// Collects one answer up to its size limit, and notes whether the request's head was written.
///
/// `@unchecked Sendable`: async-http-client calls a delegate on the event loop of its task only, and the result is read there.
final class ResponseCollector: HTTPClientResponseDelegate, @unchecked Sendable {
    /// Thrown to stop an answer that is too large.
    struct TooLarge: Error {}

    /// Whether the server may have received a part of the request.
    private(set) var headWasWritten = false
    /// Whether a part of an answer has arrived.
    private(set) var hasAnswerBegun = false
    private var response = TransportResponse(status: 0)
    /// The answer so far.
    var answer: TransportResponse { response }
    /// Whether the answer has no body, even if its head names an encoding.
    var isEmptyAnswer: Bool {
        let length = response.headers.first { $0.name.lowercased() == "content-length" }?.value
        return hasAnswerBegun && (length == "0" || response.status == 204 || response.status == 304)
    }
    private let sizeMax: Int
    private let expectsBody: Bool

    init(sizeMax: Int, expectsBody: Bool) {
        self.sizeMax = sizeMax
        self.expectsBody = expectsBody
    }

    func didSendRequestHead(task: HTTPClient.Task<TransportResponse>, _ head: HTTPRequestHead) {
        headWasWritten = true
    }

    func didReceiveHead(
        task: HTTPClient.Task<TransportResponse>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        hasAnswerBegun = true
        response.status = Int(head.status.code)
        response.headers = head.headers.map { (name: $0.name, value: $0.value) }
        if expectsBody, let announced = head.headers.first(name: "content-length").flatMap(Int.init) {
            guard announced <= sizeMax else { return task.eventLoop.makeFailedFuture(TooLarge()) }
            // An announced length alone must not make the program reserve much memory.
            response.body.reserveCapacity(min(announced, 1 << 20))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<TransportResponse>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        guard response.body.count + buffer.readableBytes <= sizeMax else {
            return task.eventLoop.makeFailedFuture(TooLarge())
        }
        response.body.append(contentsOf: buffer.readableBytesView)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<TransportResponse>) throws -> TransportResponse {
        response
    }
}

import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Passes HTTP requests to the door, and delays each answer by its simulated latency.
struct SimulatorResponder: Sendable {
    let door: SimulatorDoor

    /// The largest request body that is read, in bytes.
    private static let bodySizeMax = 1 << 20

    /// Writes the answer to a request.
    /// - Throws: ``BrokenConnection`` if the client gets no answer; the server then closes the connection.
    func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        var request = request
        let body: ByteBuffer
        do { body = try await request.collectBody(upTo: Self.bodySizeMax) } catch {
            let response = Response(status: .contentTooLarge)
            return try await writer.write(response: response.head, body: response.body)
        }
        let answer = door.answer(Self.request(request, body: Array(body.readableBytesView)))
        try await Self.wait(for: answer)
        let response = Self.response(answer)
        try await writer.write(response: response.head, body: response.body)
    }

    /// Ends a connection without an answer.
    struct BrokenConnection: Error {}

    private static func wait(for answer: SimulatedAnswer) async throws {
        switch answer.delivery {
        case .complete: if answer.delay > .zero { try await Task.sleep(for: answer.delay) }
        case .connectionBroken:
            try await Task.sleep(for: answer.delay)
            throw BrokenConnection()
        case .connectionRefused: throw BrokenConnection()
        case .silence:
            try await Task.sleep(for: .seconds(3600))
            throw BrokenConnection()
        }
    }

    /// The request as it was sent: the signature covers the host and the content type exactly as sent.
    private static func request(_ request: Request, body: [UInt8]) -> DoorRequest {
        var headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        if let authority = request.head.authority { headers.append(("host", authority)) }
        return DoorRequest(
            method: request.method.rawValue, path: request.uri.path, headers: headers, body: body)
    }

    private static func response(_ answer: SimulatedAnswer) -> Response {
        var headers = HTTPFields()
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { headers[name] = header.value }
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

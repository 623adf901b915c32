import HTTPTypes
import Hummingbird
import NIOCore

/// Takes HTTP requests to the door, and holds each answer back for as long as it takes to arrive.
struct SimulatorResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let door: SimulatorDoor

    /// The largest request body that is read, in bytes.
    private static let bodySizeMax = 1 << 20

    func respond(to request: Request, context: Context) async throws -> Response {
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: Self.bodySizeMax) } catch {
            return Response(status: .contentTooLarge)
        }
        let answer = door.answer(Self.request(request, body: Array(body.readableBytesView)))
        if answer.delay > .zero { try await Task.sleep(for: answer.delay) }
        return Self.response(answer)
    }

    /// The request as it was sent: the host and the content type are signed as they stand.
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

import Basics
import HTTPTransport

/// A live transport with the mailbox on which its owner waits.
final class LiveExchange {
    let transport: HTTPClientTransport
    private let mailbox = Mailbox<HTTPClientTransport.Arrival>()

    init(_ configuration: HTTPClientTransport.Configuration = .init()) throws {
        let mailbox = mailbox
        transport = try HTTPClientTransport(configuration: configuration) { mailbox.post($0) }
    }

    /// Sends one request and waits for its end.
    func send(_ request: TransportRequest) -> Result<TransportResponse, TransportError> {
        var result: Result<TransportResponse, TransportError> = .failure(.notSent("no completion was called"))
        transport.send(request) { result = $0 }
        deliverAll()
        return result
    }

    /// Waits until no request is under way any more.
    func deliverAll() {
        while transport.hasRequestsUnderWay {
            for arrival in mailbox.take(waiting: nil) { transport.deliver(arrival) }
        }
    }
}

extension TransportRequest {
    /// A request to this machine.
    static func make(
        _ port: Int, scheme: String = "http", method: String = "GET", path: String = "/", body: String = "",
        timeout: Duration = .seconds(60), sizeMax: Int = 1 << 20
    ) -> TransportRequest {
        TransportRequest(
            method: method, url: "\(scheme)://127.0.0.1:\(port)\(path)", body: Array(body.utf8),
            timeout: timeout,
            responseSizeMax: sizeMax)
    }
}

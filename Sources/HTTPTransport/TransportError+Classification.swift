internal import AsyncHTTPClient
internal import Basics
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

extension TransportError {
    /// Classifies a failed exchange by the one fact that matters: whether the head of the request was written.
    ///
    /// async-http-client 1.37 never repeats a request that it has given to a connection (`HTTPConnectionPool.executeRequest`
    /// hands it over, and every later failure ends it); with `retryConnectionEstablishment` off, it does not retry connecting
    /// either. It reports the head as written right after its flush, so an error before that comes from resolving,
    /// connecting, TLS, the proxy, or a pooled connection that was seen closed: not sent. If a server closes an idle
    /// connection at the moment in which a request is written, it is unknown whether the server received it: interrupted.
    init(_ error: any Error, headWasWritten: Bool, request: TransportRequest) {
        if error is ResponseCollector.TooLarge {
            self = .responseTooLarge(limit: request.responseSizeMax)
        } else if !headWasWritten {
            self = .notSent(networkReason(error))
        } else if (error as? HTTPClientError) == .deadlineExceeded {
            self = .timedOut(after: request.timeout)
        } else {
            self = .interrupted(networkReason(error))
        }
    }
}

/// Whether the other side closed or reset the connection.
func isClosedConnection(_ error: any Error) -> Bool {
    switch error {
    case let error as HTTPClientError: error == .remoteConnectionClosed
    case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
    case ChannelError.ioOnClosedChannel, ChannelError.eof: true
    default: false
    }
}

/// Describes in words why a connection or an exchange failed.
package func networkReason(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError: clientReason(error)
    case let error as NIOConnectionError: connectionReason(error)
    case let error as HTTPParserError: "the answer is not HTTP (\(error))"
    default: systemReason(error)
    }
}

private func clientReason(_ error: HTTPClientError) -> String {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout: "connecting took too long"
    case .tlsHandshakeTimeout: "the TLS handshake took too long"
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout: "the proxy took too long"
    case .proxyAuthenticationRequired: "the proxy asks for credentials"
    case .invalidProxyResponse: "the proxy refused to connect to the server"
    case .deadlineExceeded, .cancelled: "its time ran out before a connection was ready"
    case .remoteConnectionClosed: "the connection was closed before the answer was complete"
    default: error.shortDescription.lowercased()
    }
}

private func connectionReason(_ error: NIOConnectionError) -> String {
    if let failure = error.connectionErrors.first { return networkReason(failure.error) }
    if error.dnsAError != nil || error.dnsAAAAError != nil {
        return "the name '\(error.host)' can't be resolved"
    }
    return "connecting to '\(error.host)' failed"
}

internal import Glibc
internal import NIOCore
internal import NIOSSL

/// Describes an error of the system or of TLS in words.
func systemReason(_ error: any Error) -> String {
    switch error {
    case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
    case ChannelError.connectTimeout: "connecting took too long"
    case ChannelError.ioOnClosedChannel, ChannelError.eof: "the connection was closed"
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: tlsReason(String(describing: error))
    default: String(describing: error)
    }
}

private func tlsReason(_ description: String) -> String {
    if description.contains("CERTIFICATE_VERIFY_FAILED") {
        return "the server's certificate is not signed by a trusted authority, or is not valid now"
    }
    if description.contains("failedToValidateHostname") {
        return "the server's certificate is for another name"
    }
    return "TLS failed: \(description)"
}

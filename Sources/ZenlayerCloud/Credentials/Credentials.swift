/// The credentials with which the client authenticates.
public enum Credentials: Sendable {
    /// An access key; requests are signed with its password.
    case accessKey(id: String, password: Secret)
    /// A token, sent as it is.
    case token(Secret)
}

extension Credentials {
    /// The text without this secret, in case text from outside repeats it.
    func redacted(_ text: String) -> String {
        let secret =
            switch self {
            case .accessKey(_, let password): password.reveal()
            case .token(let token): token.reveal()
            }
        guard !secret.isEmpty else { return text }
        return text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "<secret>")
    }

    /// The error without this secret: a server may repeat a header in its message.
    func redacted(_ error: CloudError) -> CloudError {
        var error = error
        error.message = redacted(error.message)
        error.code = redacted(error.code)
        error.requestID = error.requestID.map(redacted)
        return error
    }
}

/// Why a request was not carried out, or may not have been.
///
/// It has a kind to match, a sentence to read, and sometimes a hint at what to do. It never contains a secret.
public struct CloudError: Error, Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The cloud refused the request; see ``CloudError/code`` for its reason.
        case api
        /// The request did not reach the cloud, or its answer did not come back.
        case network
        /// The request timed out.
        case timeout
        /// The cloud answered too many requests (429) until the retries were used up.
        case throttled
        /// Credentials are missing, unreadable or refused.
        case credentials
        /// A setting, such as the endpoint, can't be used.
        case configuration
        /// The answer is not one of this API.
        case `protocol`
        /// The caller passed a wrong argument; nothing was sent.
        case argument
    }

    public var kind: Kind
    /// The cloud's code, or a code of the client in the same style: `NETWORK_ERROR`.
    public var code: String
    /// One sentence.
    public var message: String
    public var httpStatus: Int?
    public var requestID: String?
    /// Whether the same request may succeed later.
    public var retryable: Bool
    /// What the user can do about it, as a sentence.
    public var hint: String?

    public init(
        _ kind: Kind,
        code: String,
        message: String,
        httpStatus: Int? = nil,
        requestID: String? = nil,
        retryable: Bool = false,
        hint: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.retryable = retryable
        self.hint = hint
    }

    /// An error about the caller's arguments.
    static func argument(_ message: String) -> CloudError {
        CloudError(.argument, code: "INVALID_ARGUMENT", message: message)
    }

    /// A request that could not be sent before its deadline.
    static let expired = CloudError(
        .timeout, code: "REQUEST_EXPIRED",
        message: "The request could not be sent in time, and was given up.",
        retryable: true)

    /// An answer that is readable, but lacks what it must contain.
    static func malformed(_ message: String) -> CloudError {
        CloudError(.protocol, code: "MALFORMED_ANSWER", message: message, retryable: true)
    }
}

extension CloudError: CustomStringConvertible {
    /// One line: `Instance does not exist. (INVALID_INSTANCE_NOT_FOUND, HTTP 404, request T1)`.
    public var description: String {
        var facts = [code]
        if let httpStatus { facts.append("HTTP \(httpStatus)") }
        if let requestID { facts.append("request \(requestID)") }
        return "\(message) (\(facts.joined(separator: ", ")))"
    }
}

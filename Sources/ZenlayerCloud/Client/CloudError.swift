/// Why something asked of the cloud did not happen, or is not known to have happened.
///
/// A kind to match, a sentence to read, and where there is one a hint at what to do. It never holds a secret.
public struct CloudError: Error, Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The cloud refused the request for a reason of its own; see ``CloudError/code``.
        case api
        /// The request did not get through, or its answer did not get back.
        case network
        /// Time ran out.
        case timeout
        /// The cloud asked to slow down, and went on doing so.
        case throttled
        /// Credentials are missing, unreadable or refused.
        case credentials
        /// A setting, such as the endpoint, is not usable.
        case configuration
        /// What arrived is not an answer of this API.
        case `protocol`
        /// The caller asked for something that makes no sense; nothing was sent.
        case argument
    }

    public var kind: Kind
    /// The cloud's code, or one of ours in the same style: `NETWORK_ERROR`.
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

    /// What a caller got wrong.
    static func argument(_ message: String) -> CloudError {
        CloudError(.argument, code: "INVALID_ARGUMENT", message: message)
    }

    /// What could not be sent in time, and now is too late.
    static let expired = CloudError(
        .timeout, code: "REQUEST_EXPIRED",
        message: "The request could not be sent in time, and was given up.",
        retryable: true)

    /// An answer that can be read, but does not say what it should.
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

/// An error answer of the cloud: HTTP status, code and message of its frame.
///
/// Codes and the statuses of the business codes are documented; those of the common codes are not, and follow the rule that
/// 4xx is the caller's fault and 5xx the system's.
struct Refusal: Error, Sendable, Equatable {
    var status: Int
    var code: String
    var message: String
    /// The value of `Retry-After`, for a 429.
    var retryAfter: String?

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }
}

extension Refusal {
    static func instanceNotFound(_ id: String) -> Refusal {
        Refusal(404, "INVALID_INSTANCE_NOT_FOUND", "Instance does not exist. [\(id)]")
    }

    static let instanceRecycled = Refusal(
        403, "OPERATION_DENIED_INSTANCE_RECYCLED", "Operations on instances in recycle bin are not supported."
    )
    static let instanceStatus = Refusal(
        403, "OPERATION_DENIED_INSTANCE_STATUS",
        "Operations on the instances in current state are not supported.")
    static let instanceNotStopped = Refusal(
        403, "OPERATION_DENIED_INSTANCE_NOT_STOPPED", "The instance is not in powered-off state.")
    static let instanceNotRunning = Refusal(
        403, "OPERATION_DENIED_INSTANCE_NOT_RUNNING", "The instance is not in powered-on state.")

    /// Also the answer to an unknown action.
    static let unauthorizedOperation = Refusal(
        403, "AUTHFAILURE_UNAUTHORIZED_OPERATION",
        "You are not authorized to perform the operation. Confirm the interface exists or access is granted.")
    static let signatureExpired = Refusal(
        401, "AUTHFAILURE_SIGNATURE_EXPIRED", "The timestamp is more than 5 minutes from the server's time.")
    static let unknownCredential = Refusal(
        401, "AUTHFAILURE_SIGNATURE_FAILURE", "The signature does not match, or the credential is unknown.")
    static let requestLimit = Refusal(429, "REQUEST_LIMIT_EXCEEDED", "The request rate limit was exceeded.")
    static let requestTimedOut = Refusal(504, "REQUEST_TIMED_OUT", "The request timed out.")

    static func missing(_ parameter: String) -> Refusal {
        Refusal(400, "MISSING_PARAMETER", "The required parameter `\(parameter)` is missing.")
    }

    static func invalid(_ kind: String, _ parameter: String, _ reason: String) -> Refusal {
        Refusal(400, "INVALID_PARAMETER_\(kind)", "The parameter `\(parameter)` \(reason).")
    }
}

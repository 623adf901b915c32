import Basics

/// The errors for the answers of a server; they never quote a body, since it may repeat the request.
extension CloudError {
    static func network(_ message: String) -> CloudError {
        CloudError(.network, code: "NETWORK_ERROR", message: message, retryable: true)
    }

    static func timedOut(after limit: Duration) -> CloudError {
        let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
        return CloudError(
            .timeout, code: "REQUEST_TIMEOUT", message: "The cloud did not answer within \(seconds) s.",
            retryable: true)
    }

    static func responseTooLarge(limit: Int) -> CloudError {
        CloudError(
            .protocol, code: "RESPONSE_TOO_LARGE", message: "The answer is larger than \(limit) bytes.",
            hint: "Is the endpoint the cloud's?")
    }

    /// The error that the API reports, or, if it reports none, what is wrong with the answer.
    static func envelope(_ envelope: Envelope, _ response: TransportResponse, retryable: Bool) -> CloudError {
        guard let code = envelope.code else {
            let type = response.header("content-type").map { " (\($0.prefix(60)))" } ?? ""
            return CloudError(
                response.status == 401 ? .credentials : .protocol, code: "UNEXPECTED_ANSWER",
                message: "The server's answer\(type) can't be read: \(envelope.problem ?? "it has no code").",
                httpStatus: response.status, requestID: envelope.requestID, retryable: retryable)
        }
        return CloudError(
            code.hasPrefix("AUTHFAILURE_") ? .credentials : .api, code: code,
            message: envelope.message ?? "The cloud gives no reason.", httpStatus: response.status,
            requestID: envelope.requestID, retryable: retryable, hint: hint(for: code))
    }

    static func throttled(_ response: TransportResponse, _ envelope: Envelope) -> CloudError {
        CloudError(
            .throttled, code: envelope.code ?? "REQUEST_LIMIT_EXCEEDED",
            message: envelope.message ?? "The cloud asks for fewer requests.", httpStatus: response.status,
            requestID: envelope.requestID, retryable: true, hint: "Set a lower --rate-limit.")
    }

    static func redirected(_ response: TransportResponse) -> CloudError {
        CloudError(
            .protocol, code: "REDIRECTED",
            message: "The server sends the request elsewhere, which is not followed.",
            httpStatus: response.status, hint: "Check the endpoint.")
    }

    static func challenged(_ response: TransportResponse) -> CloudError {
        CloudError(
            .api, code: "SECURITY_CHALLENGE",
            message: "A firewall in front of the cloud wants to see a browser.",
            httpStatus: response.status, hint: "Ask the cloud's support to let this network address through.")
    }

    static func blocked(_ response: TransportResponse) -> CloudError {
        CloudError(
            .api, code: "REQUEST_BLOCKED", message: "A firewall in front of the cloud blocks the request.",
            httpStatus: response.status, hint: "Ask the cloud's support to let this network address through.")
    }

    private static func hint(for code: String) -> String? {
        switch code {
        case "AUTHFAILURE_SIGNATURE_EXPIRED":
            "This machine's clock is more than five minutes off; set it."
        case "AUTHFAILURE_SIGNATURE_FAILURE":
            "Check the access key's secret."
        case "AUTHFAILURE_UNAUTHORIZED_OPERATION":
            "Either these credentials may not do this, or there is no such action."
        case let code where code.hasPrefix("AUTHFAILURE_"): "Check the credentials."
        case "OPERATION_DENIED_INSTANCE_STATUS":
            "Look at the instance's status; it may be restarting already."
        default: nil
        }
    }
}

import Basics

/// The outcome of one attempt at a request.
enum AttemptOutcome: Equatable {
    /// The cloud accepted the request or answered the question; this is its `response`.
    case accepted(JSONObject, requestID: String?)
    /// The cloud can't have received the request.
    case notSent(CloudError)
    /// The cloud rejected the request without reading it, because there were too many requests.
    case throttled(CloudError, retryAfter: Duration?)
    /// The cloud read the request and did nothing.
    case refused(CloudError)
    /// The cloud did nothing, because the time of the signature is too far from its clock.
    ///
    /// `serverTime` is the answer's `Date`, in seconds since 1970 UTC; nil if the answer has no date.
    case expiredSignature(CloudError, serverTime: Int64?)
    /// It is unknown whether the cloud carried out the request.
    case unknown(CloudError)
}

/// Decides from an HTTP exchange what happened to a request: by the API's code first, by the HTTP status second.
///
/// A wrong *refused* would repeat a write, so only a refusal by the API itself counts as *refused*. The official clients take
/// some of these answers for success or crash on them.
struct AnswerClassifier {
    /// Calendar time, in seconds since 1970 UTC; used for dates in headers.
    var now: Int64 = 0
    /// The cloud's hostname and port, for messages.
    var address = Endpoint.standard.authority

    /// Codes of a server that gave up on a request which it may have begun, whatever the HTTP status.
    private static let unknownCodes = [
        "INTERNAL_SERVER_ERROR", "SERVICE_TEMPORARY_UNAVAILABLE", "REQUEST_TIMED_OUT",
        "INVALID_OPERATION_TIMEOUT",
    ]

    func outcome(of result: Result<TransportResponse, TransportError>) -> AttemptOutcome {
        switch result {
        case .success(let response): outcome(of: response)
        case .failure(let error): outcome(of: error)
        }
    }

    private func outcome(of error: TransportError) -> AttemptOutcome {
        switch error {
        case .notSent(let reason): .notSent(.network("The cloud at \(address) was not reached: \(reason)."))
        case .interrupted(let reason):
            .unknown(.network("The connection broke before the answer was complete: \(reason)."))
        case .timedOut(let limit): .unknown(.timedOut(after: limit))
        case .responseTooLarge(let limit): .unknown(.responseTooLarge(limit: limit))
        }
    }

    private func outcome(of response: TransportResponse) -> AttemptOutcome {
        let envelope = Envelope(response)
        if response.status == 429 || envelope.code == "REQUEST_LIMIT_EXCEEDED" {
            return .throttled(.throttled(response, envelope), retryAfter: response.retryAfter(now: now))
        }
        switch response.status {
        case 200: return outcome(ofOK: envelope, response)
        case 300..<400: return .refused(.redirected(response))
        case 400..<500: return outcome(ofClientError: envelope, response)
        default: return .unknown(.envelope(envelope, response, retryable: true))
        }
    }

    private func outcome(ofOK envelope: Envelope, _ response: TransportResponse) -> AttemptOutcome {
        guard let answer = envelope.response else {
            return .unknown(.envelope(envelope, response, retryable: true))
        }
        return .accepted(answer, requestID: envelope.requestID)
    }

    private func outcome(ofClientError envelope: Envelope, _ response: TransportResponse) -> AttemptOutcome {
        if response.status == 403, response.header("cf-mitigated")?.lowercased() == "challenge" {
            return .refused(.challenged(response))
        }
        guard let code = envelope.code else {
            if response.status == 451 { return .refused(.blocked(response)) }
            return .unknown(.envelope(envelope, response, retryable: response.status != 401))
        }
        if code == "AUTHFAILURE_SIGNATURE_EXPIRED" {
            let error = CloudError.envelope(envelope, response, retryable: false)
            return .expiredSignature(error, serverTime: response.date(now: now))
        }
        let isUnknown = response.status == 408 || Self.unknownCodes.contains(code)
        let error = CloudError.envelope(envelope, response, retryable: isUnknown)
        return isUnknown ? .unknown(error) : .refused(error)
    }
}

extension TransportResponse {
    /// The server's clock, in seconds since 1970 UTC; nil if the answer has no date.
    fileprivate func date(now: Int64) -> Int64? {
        header("date").flatMap { HTTPDate.unixSeconds($0, now: now) }
    }

    /// How long `Retry-After` asks to wait: whole seconds, or a date (RFC 9110, section 10.2.3), which is read by the server's clock.
    fileprivate func retryAfter(now: Int64) -> Duration? {
        guard let text = header("retry-after") else { return nil }
        if let seconds = Int64(text), seconds >= 0 { return .seconds(min(seconds, Int64(Int32.max))) }
        guard let moment = HTTPDate.unixSeconds(text, now: now) else { return nil }
        return .seconds(max(0, moment - (date(now: now) ?? now)))
    }
}

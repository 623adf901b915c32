/// What the client does, for logs, metrics and traces; it never holds a secret.
public enum ClientEvent: Sendable, Equatable {
    case sent(RequestSummary)
    case answered(RequestSummary, AnswerSummary)
    /// The attempt failed, and there will be another.
    case retrying(RequestSummary, after: Duration, because: CloudError)
    /// This machine's clock is off, so the cloud's is used for signing from now on; negative where this machine's is ahead.
    case clockAdjusted(behindBySeconds: Int64)
    /// The cloud used a status that is not documented; told once for each word.
    case unknownStatus(String)
}

/// One attempt at a request.
public struct RequestSummary: Sendable, Equatable {
    public var action: String
    public var service: String
    /// The instances it names; 0 when it names none.
    public var instanceCount: Int
    /// From 1.
    public var attempt: Int
}

/// How an attempt ended.
public struct AnswerSummary: Sendable, Equatable {
    /// From sending to the end of the answer.
    public var duration: Duration
    public var requestID: String?
    /// nil when it succeeded.
    public var error: CloudError?
}

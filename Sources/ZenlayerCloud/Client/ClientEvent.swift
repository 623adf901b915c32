/// An event of the client, for logs, metrics and traces; it never contains a secret.
public enum ClientEvent: Sendable, Equatable {
    case sent(RequestSummary)
    case answered(RequestSummary, AnswerSummary)
    /// The attempt failed, and another follows.
    case retrying(RequestSummary, after: Duration, because: CloudError)
    /// This machine's clock is wrong, so the cloud's clock is used for signing from now on; negative if this machine's clock
    /// is ahead.
    case clockAdjusted(behindBySeconds: Int64)
    /// The cloud used an undocumented status; reported once for each status.
    case unknownStatus(String)
}

/// One attempt at a request.
public struct RequestSummary: Sendable, Equatable {
    public var action: String
    public var service: String
    /// The number of instances that it names; 0 if it names none.
    public var instanceCount: Int
    /// The instances that a write names; empty for a read, which may name thousands.
    public var writtenIDs: [String] = []
    /// Counts attempts from 1.
    public var attempt: Int
}

/// How an attempt ended.
public struct AnswerSummary: Sendable, Equatable {
    /// The time from sending to the end of the answer.
    public var duration: Duration
    public var requestID: String?
    /// The error; nil if the attempt succeeded.
    public var error: CloudError?
}

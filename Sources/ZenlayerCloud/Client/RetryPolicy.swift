/// Decides whether and when a request is sent again.
public struct RetryPolicy: Sendable {
    /// The limit of attempts if the cloud is not reached, or the outcome of a read is unknown.
    public var attemptsMax = 4
    /// The limit of attempts if the cloud answers too many requests (429): it is there, and has done nothing.
    ///
    /// A request with a deadline is retried until the deadline.
    public var throttledAttemptsMax = 10
    /// The first delay; it doubles with each attempt.
    public var delayMin: Duration = .milliseconds(500)
    public var delayMax: Duration = .seconds(20)
    /// The limit of `Retry-After`; a server that asks for a longer pause gets no retry.
    public var retryAfterMax: Duration = .seconds(300)

    public init() {}

    enum Decision: Equatable {
        case retry(after: Duration)
        case giveUp
    }

    /// Decides after attempt number `attempt`, which had `outcome`; `jitter` is drawn from 0 ..< 1.
    func decision(
        attempt: Int, outcome: AttemptOutcome, repeatability: Repeatability, jitter: Double,
        hasDeadline: Bool = false
    ) -> Decision {
        switch outcome {
        case .accepted, .refused, .expiredSignature: .giveUp
        case .notSent: retry(attempt, of: attemptsMax, jitter: jitter)
        case .unknown(let error):
            repeatability == .safe && error.retryable
                ? retry(attempt, of: attemptsMax, jitter: jitter) : .giveUp
        case .throttled(_, let retryAfter):
            retryThrottled(
                hasDeadline ? min(attempt, throttledAttemptsMax - 1) : attempt,
                retryAfter: retryAfter ?? .zero, jitter: jitter)
        }
    }

    private func retry(_ attempt: Int, of attemptsMax: Int, jitter: Double) -> Decision {
        attempt < attemptsMax ? .retry(after: delay(attempt) * (0.5 + 0.5 * jitter)) : .giveUp
    }

    /// Waits at least the server's pause; the jitter on top spreads the retries of many requests.
    private func retryThrottled(_ attempt: Int, retryAfter: Duration, jitter: Double) -> Decision {
        guard attempt < throttledAttemptsMax, retryAfter <= retryAfterMax else { return .giveUp }
        return .retry(after: max(retryAfter + delayMin * jitter, delay(attempt) * (0.5 + 0.5 * jitter)))
    }

    private func delay(_ attempt: Int) -> Duration {
        min(delayMax, delayMin * (1 << min(attempt - 1, 16)))
    }
}

/// A token bucket: a limit of requests per second with a small burst, and a pause when the cloud asks for one.
struct RateLimiter {
    enum Decision: Equatable {
        case go
        /// Take a token at this time.
        case wait(until: Duration)
    }

    /// The time between two tokens; zero: no limit.
    private let interval: Duration
    private let burst: Int
    /// When the bucket will be, or was, full.
    private var fullAt: Duration = .zero
    private var pausedUntil: Duration = .zero

    /// `rate` is in requests per second, 0 for no limit; `burst` requests may go at once after a quiet time.
    init(rate: Double, burst: Int) {
        interval = rate > 0 ? .seconds(1) / rate : .zero
        self.burst = max(1, burst)
    }

    /// Takes a token, if there is one.
    mutating func take(now: Duration) -> Decision {
        guard now >= pausedUntil else { return .wait(until: pausedUntil) }
        let tokenAt = fullAt - interval * (burst - 1)
        guard now >= tokenAt else { return .wait(until: tokenAt) }
        fullAt = max(fullAt, now) + interval
        return .go
    }

    /// Holds all requests back until `deadline`, then lets them go one by one: the bucket is emptied.
    mutating func backOff(until deadline: Duration) {
        pausedUntil = max(pausedUntil, deadline)
        fullAt = max(fullAt, pausedUntil + interval * (burst - 1))
    }
}

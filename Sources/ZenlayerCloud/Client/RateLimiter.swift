/// A token bucket: so many requests a second, with a small burst, and a pause for all when the cloud asks for one.
struct RateLimiter {
    enum Decision: Equatable {
        case go
        /// Ask again then.
        case wait(until: Duration)
    }

    /// Between two tokens; zero: no limit.
    private let interval: Duration
    private let burst: Int
    /// When the bucket will be, or was, full.
    private var fullAt: Duration = .zero
    private var pausedUntil: Duration = .zero

    /// So many requests a second, 0 for no limit, and so many at once after a quiet time.
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

    /// Nobody goes before `deadline`, and then one by one: what the bucket had is gone.
    mutating func backOff(until deadline: Duration) {
        pausedUntil = max(pausedUntil, deadline)
        fullAt = max(fullAt, pausedUntil + interval * (burst - 1))
    }
}

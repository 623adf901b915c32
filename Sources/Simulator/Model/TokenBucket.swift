import Basics

/// A limit of requests per second, with a burst of one second's worth (at least one request).
struct TokenBucket: Sendable {
    let rate: Double
    private var tokens: Double
    private var filledAt = Moment.start

    init(rate: Double) {
        self.rate = rate
        tokens = max(1, rate)
    }

    /// Takes a token; if there is none, returns the nanoseconds until the next token.
    mutating func take(at now: Moment) -> Int64? {
        guard rate > 0 else { return nil }
        let elapsed = Double(max(0, now - filledAt)) / 1e9
        tokens = min(max(1, rate), tokens + elapsed * rate)
        filledAt = now
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return Int64((1 - tokens) / rate * 1e9)
    }
}

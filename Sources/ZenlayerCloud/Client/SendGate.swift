import Basics
import DequeModule

/// Sends requests in the order in which they came, within the rate limit.
final class SendGate {
    private let timeline: any Timeline
    private var limiter: RateLimiter
    private var queue: Deque<Ticket> = []

    init(timeline: any Timeline, rate: Double, burst: Int) {
        self.timeline = timeline
        limiter = RateLimiter(rate: rate, burst: burst)
    }

    private final class Ticket: Cancellable {
        var action: (() -> Void)?

        init(_ action: @escaping () -> Void) { self.action = action }

        func cancel() { action = nil }
    }

    /// Takes a token and returns true if a request may be sent at once; the caller must then send it.
    func pass() -> Bool {
        queue.isEmpty && limiter.take(now: timeline.now) == .go
    }

    /// Calls `action` when it is this request's turn, and never before this call has returned.
    func wait(_ action: @escaping () -> Void) -> any Cancellable {
        let ticket = Ticket(action)
        queue.append(ticket)
        if queue.count == 1 { wake(after: .zero) }
        return ticket
    }

    /// Holds all requests back for a while.
    func backOff(_ duration: Duration) {
        limiter.backOff(until: timeline.now + duration)
    }

    private func wake(after delay: Duration) {
        _ = timeline.schedule(after: delay) { [self] in letOut() }
    }

    private func letOut() {
        while let ticket = queue.first {
            guard let action = ticket.action else {
                queue.removeFirst()
                continue
            }
            if case .wait(let moment) = limiter.take(now: timeline.now) {
                return wake(after: moment - timeline.now)
            }
            action()
            queue.removeFirst()
        }
    }
}

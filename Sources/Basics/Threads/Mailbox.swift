internal import Glibc
internal import SwiftOverlayShims  // with the static standard library, timespec belongs to it

/// Carries messages from other threads to the one thread that reads them, in the order in which they were posted.
///
/// Any thread may post; one thread waits and takes.
///
/// `@unchecked Sendable`: `messages` is touched under `mutex` only, and the other members never change.
public final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var messages: [Message] = []

    /// Makes an empty mailbox.
    public init() {
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(arrived, &attributes)
        pthread_condattr_destroy(&attributes)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(mutex)
        arrived.deallocate()
        mutex.deallocate()
    }

    /// Adds a message, and wakes the reader if it waits.
    public func post(_ message: Message) {
        pthread_mutex_lock(mutex)
        messages.append(message)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(arrived)
    }

    /// Takes all messages that have arrived.
    ///
    /// - Parameter limit: How long to wait for the first message; nil waits for ever, zero not at all.
    /// - Returns: The messages in order; none if the wait timed out.
    public func take(waiting limit: Duration? = .zero) -> [Message] {
        let deadline = limit.map(monotonicTime(after:))
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while messages.isEmpty, wait(until: deadline) {}
        var taken: [Message] = []
        swap(&taken, &messages)
        return taken
    }

    /// Waits for a signal; returns false once the deadline has passed.
    private func wait(until deadline: timespec?) -> Bool {
        guard var deadline else { return pthread_cond_wait(arrived, mutex) == 0 }
        return pthread_cond_timedwait(arrived, mutex, &deadline) == 0
    }
}

/// The monotonic clock's time after `delay`; a delay of more than a year counts as a year.
private func monotonicTime(after delay: Duration) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let (seconds, attoseconds) = max(delay, .zero).components
    let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
    time.tv_sec += Int(min(seconds, 31_536_000)) + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    return time
}

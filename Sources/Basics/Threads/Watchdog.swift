internal import Dispatch

/// Calls a closure once after a real duration, from a thread of its own, however busy the script's thread is.
package final class Watchdog: Sendable {
    private let cancelled = DispatchSemaphore(value: 0)

    /// Starts to wait; nil if the system can't start a thread.
    ///
    /// - Parameters:
    ///   - duration: Real time until the call.
    ///   - action: Called on the watchdog's thread; never called if ``cancel()`` returned before the time was over.
    package init?(after duration: Duration, _ action: @escaping @Sendable () -> Void) {
        let cancelled = cancelled
        let (seconds, attoseconds) = max(duration, .zero).components
        let limit = DispatchTimeInterval.nanoseconds(
            Int(min(seconds, 31_536_000)) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
        let thread = BackgroundThread {
            if cancelled.wait(timeout: .now() + limit) == .timedOut { action() }
        }
        guard thread != nil else { return nil }
    }

    /// Ends the wait; does nothing if the time is over.
    package func cancel() {
        cancelled.signal()
    }
}

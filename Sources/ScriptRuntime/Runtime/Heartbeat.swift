internal import Synchronization

/// Tells other threads whether the script's thread is inside one step of a task, and inside which.
///
/// Sendable because only the script's thread changes the count, and others merely look.
package final class Heartbeat: Sendable {
    // Odd inside a step. Never changed by two threads, so no read-modify-write, which would cost more.
    private let count = Atomic<UInt64>(0)

    func stepBegins() { advance() }

    func stepEnds() { advance() }

    private func advance() {
        count.store(count.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    /// The number of the step under way; nil between steps.
    package var step: UInt64? {
        let count = count.load(ordering: .relaxed)
        return count & 1 == 1 ? count : nil
    }
}

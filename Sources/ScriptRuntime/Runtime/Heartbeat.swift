internal import Synchronization

/// Tells other threads whether the script's thread is running a step of a task, and which step.
///
/// Sendable because only the script's thread changes the count; other threads only read it.
package final class Heartbeat: Sendable {
    // Odd during a step. One thread alone writes it, so a plain store is enough; a read-modify-write would cost more.
    private let count = Atomic<UInt64>(0)

    func stepBegins() { advance() }

    func stepEnds() { advance() }

    private func advance() {
        count.store(count.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    /// The number of the current step; nil between steps.
    package var step: UInt64? {
        let count = count.load(ordering: .relaxed)
        return count & 1 == 1 ? count : nil
    }
}

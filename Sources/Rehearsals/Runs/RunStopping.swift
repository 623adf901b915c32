import Synchronization

/// Ends the runs of a rehearsal early, from any thread.
package final class RunStopping: Sendable {
    private struct State {
        var pool: RunPool?
        var isAsked = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether the runs were asked to stop.
    package var isAsked: Bool { state.withLock { $0.isAsked } }

    /// Registers the pool that performs the runs now.
    /// - Returns: false if the runs were asked to stop before.
    package func begin(_ pool: RunPool) -> Bool {
        state.withLock { state in
            state.pool = pool
            return !state.isAsked
        }
    }

    /// Begins no further run.
    package func stop() {
        let pool = state.withLock { state in
            state.isAsked = true
            return state.pool
        }
        pool?.stop()
    }
}

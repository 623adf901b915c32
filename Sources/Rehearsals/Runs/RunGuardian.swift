internal import Basics
internal import Glibc
internal import Lua
package import ScriptRuntime
internal import Synchronization

/// Stops Lua code that does not end: simulated time stands still in such code, so that no limit of simulated
/// time helps.
///
/// It counts the processor time of the run's thread, so that a busy machine does not change the result of a run.
package final class RunGuardian: Sendable {
    private struct Watched {
        let heartbeat: Heartbeat
        let interrupter: Interrupter
        let clock: clockid_t
        var step: UInt64?
        /// The processor time at the first look that saw the step.
        var processorTime = Duration.zero
    }

    private let watched = Mutex<Watched?>(nil)
    private let limit: Duration

    /// The error message of a step that was stopped.
    package static let complaint: StaticString =
        "the script was stopped, because it ran in a loop without waiting"

    /// - Parameter limit: The processor time that one step of a task may take.
    package init(limit: Duration) {
        self.limit = limit
    }

    /// Makes a guardian for a fleet of `count` instances: some steps visit each of them, so the limit grows with the fleet.
    package convenience init(fleet count: Int) {
        self.init(limit: .seconds(10) + .milliseconds(count / 5))
    }

    /// Watches the run that begins on the calling thread, from now on.
    package func enter(_ runtime: ScriptRuntime) {
        runtime.lua.bindToCurrentThread()
        var clock = clockid_t()
        guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
        let heartbeat = runtime.heartbeat, interrupter = runtime.lua.interrupter, own = clock
        watched.withLock { $0 = Watched(heartbeat: heartbeat, interrupter: interrupter, clock: own) }
    }

    /// Stops watching; called on the run's thread, before its Lua state is closed.
    package func leave() {
        watched.withLock { $0 = nil }
    }

    /// Checks the run, and returns whether it was stopped; called from another thread, once a second.
    @discardableResult
    package func look() -> Bool {
        watched.withLock { watched in
            guard let run = watched else { return false }
            let processorTime = Duration.nanoseconds(SystemClock.nanoseconds(of: run.clock))
            let step = run.heartbeat.step
            guard step != nil, step == run.step else {
                watched?.step = step
                watched?.processorTime = processorTime
                return false
            }
            guard processorTime - run.processorTime >= limit else { return false }
            run.interrupter.interrupt(Self.complaint)
            return true
        }
    }
}

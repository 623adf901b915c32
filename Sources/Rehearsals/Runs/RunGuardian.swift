internal import Basics
internal import Glibc
internal import Lua
package import ScriptRuntime
internal import Synchronization

/// Stops Lua code that goes on without end, in which simulated time stands still and no limit on it helps.
///
/// It counts the processor time of the run's thread, so that what a busy machine does to a run changes nothing in it.
package final class RunGuardian: Sendable {
    private struct Watched {
        let heartbeat: Heartbeat
        let interrupter: Interrupter
        let clock: clockid_t
        var step: UInt64?
        /// Of the look that saw the step first.
        var processorTime = Duration.zero
    }

    private let watched = Mutex<Watched?>(nil)
    private let limit: Duration

    /// What the error of a step that was stopped says.
    package static let complaint: StaticString =
        "this goes on without waiting, as a loop without an end does, and was stopped"

    /// - Parameter limit: The processor time that one step of a task may take.
    package init(limit: Duration) {
        self.limit = limit
    }

    /// For a fleet of so many instances, some of whose steps look at each of them.
    package convenience init(fleet count: Int) {
        self.init(limit: .seconds(10) + .milliseconds(count / 5))
    }

    /// The run that begins on the calling thread is watched from now on.
    package func enter(_ runtime: ScriptRuntime) {
        runtime.lua.bindToCurrentThread()
        var clock = clockid_t()
        guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
        let heartbeat = runtime.heartbeat, interrupter = runtime.lua.interrupter, own = clock
        watched.withLock { $0 = Watched(heartbeat: heartbeat, interrupter: interrupter, clock: own) }
    }

    /// The run has ended; to be called on its thread, and before its Lua state is gone.
    package func leave() {
        watched.withLock { $0 = nil }
    }

    /// Takes a look and says whether it stopped something; to be called from another thread, once a second.
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

internal import Lua
internal import Synchronization

/// Stops Lua code that goes on without end, in which simulated time stands still and no limit on it helps.
///
/// It looks once a second at what each thread is doing, and stops a step of a task that it has seen ten times.
package final class RunGuardian: Sendable {
    private struct State {
        var heartbeat: Heartbeat?
        var interrupter: Interrupter?
        var step: UInt64?
        var looks = 0
    }

    private let state = Mutex(State())

    /// What the error of a step that was stopped says.
    package static let complaint: StaticString = "this has run for ten seconds without waiting"

    package init() {}

    /// The run that begins on the calling thread is watched from now on.
    package func enter(_ runtime: ScriptRuntime) {
        runtime.lua.bindToCurrentThread()
        let heartbeat = runtime.heartbeat, interrupter = runtime.lua.interrupter
        state.withLock { $0 = State(heartbeat: heartbeat, interrupter: interrupter) }
    }

    /// The run has ended; to be called before its Lua state is gone.
    package func leave() {
        state.withLock { $0 = State() }
    }

    /// Takes a look and says whether it stopped something; to be called from another thread, once a second.
    @discardableResult
    package func look() -> Bool {
        state.withLock { state in
            let step = state.heartbeat?.step
            state.looks = step != nil && step == state.step ? state.looks + 1 : 0
            state.step = step
            guard state.looks >= 10 else { return false }
            state.interrupter?.interrupt(Self.complaint)
            return true
        }
    }
}

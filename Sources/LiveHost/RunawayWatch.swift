internal import Basics
internal import Dispatch
internal import Glibc
internal import Lua
internal import ScriptRuntime
internal import Synchronization

/// Stops Lua code that does not end although the run was asked to stop; works from another thread.
///
/// It costs nothing until the run is asked to stop. Then it looks every 50 ms, and interrupts a task's step that it sees
/// twice.
package final class RunawayWatch: RunawayStop, Sendable {
    /// Why the run must end.
    package enum Reason: Sendable, Equatable {
        case signal(Int32)
        case timeLimit

        var exitCode: Int32 {
            switch self {
            case .signal(let number): ExitCode.signalBase + number
            case .timeLimit: ExitCode.timeLimit
            }
        }
    }

    /// The limit of looks at a step that no interruption ends; then the program ends, since the step does not run Lua, or
    /// catches every error.
    private static let looksMax = 200

    private struct State {
        var reason: Reason?
        var isWatching = false
        var hasEnded = false
        var onGiveUp: (@Sendable () -> Void)?
    }

    private static let interval = DispatchTimeInterval.milliseconds(50)

    private let state = Mutex(State())
    private let heartbeat: Heartbeat
    private let interrupter: Interrupter
    private let wake = DispatchSemaphore(value: 0)

    init(heartbeat: Heartbeat, interrupter: Interrupter) {
        self.heartbeat = heartbeat
        self.interrupter = interrupter
    }

    /// The reason for which it watches; nil if it does not.
    private var reason: Reason? { state.withLock { $0.reason } }

    package var isForTimeLimit: Bool { reason == .timeLimit }

    /// Begins to watch; may be called from any thread.
    package func begin(_ reason: Reason) {
        let isNew = state.withLock { state in
            guard !state.hasEnded else { return false }
            state.reason = reason
            defer { state.isWatching = true }
            return !state.isWatching
        }
        if isNew { _ = BackgroundThread { [self] in watch() } }
    }

    /// Stops watching: the stop request was handled, and the run goes on.
    package func rest() {
        state.withLock { $0.reason = nil }
    }

    /// Stops watching for good; must be called before the Lua state is gone.
    package func end() {
        state.withLock { $0.hasEnded = true }
        wake.signal()
    }

    private func watch() {
        var policy = RunawayPolicy(), looks = 0
        repeat {
            if policy.isStuck(in: heartbeat.step) {
                interrupt()
                looks += 1
                if looks == Self.looksMax { giveUp() }
            } else {
                looks = 0
            }
        } while wake.wait(timeout: .now() + Self.interval) == .timedOut && isWanted()
    }

    /// Sets an action to run before the program ends without the script: it ends the commands that the script started.
    func beforeGivingUp(_ action: (@Sendable () -> Void)?) {
        state.withLock { $0.onGiveUp = action }
    }

    /// Ends the program, because an interruption can't end the step, such as a pattern that takes years to match.
    private func giveUp() {
        guard let reason else { return }
        state.withLock { $0.onGiveUp }?()
        let message =
            "zecscript: the script does not react to the request to stop; the program ends without it\n"
        _ = message.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        _exit(reason.exitCode)
    }

    private func isWanted() -> Bool {
        state.withLock { state in
            state.isWatching = state.reason != nil && !state.hasEnded
            return state.isWatching
        }
    }

    // Inside the lock, so that the Lua state can't be closed meanwhile.
    private func interrupt() {
        state.withLock { state in
            guard let reason = state.reason, !state.hasEnded else { return }
            interrupter.interrupt(reason == .timeLimit ? RunawayMessage.timeLimit : RunawayMessage.signal)
        }
    }
}

extension ScriptRuntime {
    /// Watches for Lua code that does not react to a signal or to the time limit.
    ///
    /// The time limit counts in real time here, since time may stand still in a simulation.
    package func watchForRunaways(signalsOf surroundings: LiveSurroundings) -> RunawayWatch {
        let watch = RunawayWatch(heartbeat: heartbeat, interrupter: lua.interrupter)
        runawayStop = watch
        watch.beforeGivingUp(surroundings.killCommands)
        surroundings.onSignalThread = { signal, _ in watch.begin(.signal(signal)) }
        if let limit = configuration.timeLimit {
            _ = Watchdog(after: limit) { watch.begin(.timeLimit) }
        }
        return watch
    }
}

internal import Basics
internal import Dispatch
internal import Glibc
internal import Lua
internal import ScriptRuntime
internal import Synchronization

/// Stops Lua code that goes on without end although the run was asked to end, from outside the script's thread.
///
/// While nobody asks it costs nothing. Then it looks every 50 ms, and interrupts a step of a task that it sees twice.
package final class RunawayWatch: RunawayStop, Sendable {
    /// Why the run is to end.
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

    /// So many looks at a step that no interruption ends, and the program ends: what runs is not Lua, or catches everything.
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

    /// Why it was last asked to watch; nil when that is over.
    private var reason: Reason? { state.withLock { $0.reason } }

    package var isForTimeLimit: Bool { reason == .timeLimit }

    /// Begins to watch; from any thread.
    package func begin(_ reason: Reason) {
        let isNew = state.withLock { state in
            guard !state.hasEnded else { return false }
            state.reason = reason
            defer { state.isWatching = true }
            return !state.isWatching
        }
        if isNew { _ = BackgroundThread { [self] in watch() } }
    }

    /// Stops watching: what was asked for is done, and the run goes on.
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

    /// Lets `action` run before the program ends without the script: the commands that it has started end with it.
    func beforeGivingUp(_ action: (@Sendable () -> Void)?) {
        state.withLock { $0.onGiveUp = action }
    }

    /// Nothing else ends it: a pattern that takes years.
    private func giveUp() {
        guard let reason else { return }
        state.withLock { $0.onGiveUp }?()
        let message = "zecscript: the script does not stop by itself, and is left where it is\n"
        _ = message.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        _exit(reason.exitCode)
    }

    private func isWanted() -> Bool {
        state.withLock { state in
            state.isWatching = state.reason != nil && !state.hasEnded
            return state.isWatching
        }
    }

    // Inside the lock, so that the Lua state is not gone meanwhile.
    private func interrupt() {
        state.withLock { state in
            guard let reason = state.reason, !state.hasEnded else { return }
            interrupter.interrupt(reason == .timeLimit ? RunawayMessage.timeLimit : RunawayMessage.signal)
        }
    }
}

extension ScriptRuntime {
    /// Watches for code that neither a signal nor the time limit would stop otherwise.
    ///
    /// The time limit counts in real time here, for time may stand still in a simulation.
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

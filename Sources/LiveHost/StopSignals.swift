internal import Glibc

/// Decides what a stop signal does: the first asks the script to stop, the second ends the program.
struct StopSignals: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        /// Tell the script; it is request number `count`.
        case ask(count: Int)
        /// End now, with this exit code.
        case exit(code: Int32)
        /// Do nothing beyond the reaction to the first request.
        case ignore
    }

    private var count = 0

    /// Handles SIGINT, SIGTERM, SIGQUIT or SIGHUP.
    ///
    /// A SIGHUP never counts as the second request: when a session ends, the terminal and the shell each send one, and no
    /// person asks to leave at once.
    mutating func received(_ signal: Int32) -> Action {
        if signal == SIGHUP, count > 0 { return .ignore }
        count += 1
        return count == 1 ? .ask(count: count) : .exit(code: 128 + signal)
    }

    /// Forgets the request, because it was handled: a REPL has stopped a command and goes on.
    mutating func reset() {
        count = 0
    }
}

internal import Glibc

/// Decides what a signal that asks to stop means: the first one asks the script, the second ends the program.
struct StopSignals: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        /// Tell the script; it is the `count`-th.
        case ask(count: Int)
        /// End now, with this exit code.
        case exit(code: Int32)
        /// The first request stands.
        case ignore
    }

    private var count = 0

    /// Takes notice of SIGINT, SIGTERM, SIGQUIT or SIGHUP.
    ///
    /// A SIGHUP is never the second request: when a session ends, the terminal and the shell both send one, and no person
    /// asks for haste.
    mutating func received(_ signal: Int32) -> Action {
        if signal == SIGHUP, count > 0 { return .ignore }
        count += 1
        return count == 1 ? .ask(count: count) : .exit(code: 128 + signal)
    }

    /// Forgets what was asked, because it was done: a REPL has stopped a command and goes on.
    mutating func reset() {
        count = 0
    }
}

/// Stops Lua code that does not end although the run was asked to stop; works from another thread.
package protocol RunawayStop: AnyObject {
    /// Whether the last stop was requested because of the time limit.
    var isForTimeLimit: Bool { get }

    /// Stops watching: the stop request was handled, and the run goes on.
    func rest()
}

/// The messages of the errors that an interruption from outside raises in Lua code.
package enum RunawayMessage {
    package static let signal: StaticString = "interrupted!"
    package static let timeLimit: StaticString = "time limit exceeded"

    static let all = [signal, timeLimit].map { "\($0)" }
}

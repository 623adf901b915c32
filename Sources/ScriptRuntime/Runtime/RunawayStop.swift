/// Stops Lua code that goes on without end although the run was asked to end, from outside the script's thread.
package protocol RunawayStop: AnyObject {
    /// Whether the time limit is what it was last asked to stop for.
    var isForTimeLimit: Bool { get }

    /// Stops watching: what was asked for is done, and the run goes on.
    func rest()
}

/// What an interruption from outside raises in Lua code.
package enum RunawayMessage {
    package static let signal: StaticString = "interrupted!"
    package static let timeLimit: StaticString = "time limit exceeded"

    static let all = [signal, timeLimit].map { "\($0)" }
}

/// How a campaign stands: `open` and `held` campaigns can be gone on with.
package enum Standing: String, Sendable {
    /// A process goes on with it by itself; also where the last process was killed, or is at work.
    case open
    /// It stopped for failures, and goes on only on request.
    case held
    case closed
}

/// How the last process left a campaign.
package struct Ending: Sendable, Equatable {
    /// Seconds since 1970 UTC.
    package var time: Double
    package var exitCode: Int?
    package var standing: Standing

    /// The end of a process that could not write it: its last event.
    package init(killedAfter event: Event) {
        (time, exitCode, standing) = (event.time, nil, .closed)
    }

    /// Nil for every event but `closed`.
    package init?(_ event: Event) {
        guard event.kind == "closed" else { return nil }
        time = event.time
        exitCode = event.count("exit_code")
        standing = event.text("left").flatMap(Standing.init) ?? .closed
    }
}

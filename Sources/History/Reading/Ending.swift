/// How a campaign stands; a process can resume an `open` or a `held` campaign.
package enum Standing: String, Sendable {
    /// The next process resumes the campaign by itself; also if the last process was killed, or is at work.
    case open
    /// The campaign stopped because of failures; a process resumes it only on request.
    case held
    case closed
}

/// How the last process left a campaign.
package struct Ending: Sendable, Equatable {
    /// Seconds since 1970 UTC.
    package var time: Double
    package var exitCode: Int?
    package var standing: Standing

    /// Makes the ending of a process that was killed before it could write its end: the time of its last
    /// event.
    package init(killedAfter event: Event) {
        (time, exitCode, standing) = (event.time, nil, .closed)
    }

    /// Reads the event `closed`; nil for every other event.
    package init?(_ event: Event) {
        guard event.kind == "closed" else { return nil }
        time = event.time
        exitCode = event.count("exit_code")
        standing = event.text("left").flatMap(Standing.init) ?? .closed
    }
}

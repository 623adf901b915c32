import ScriptRuntime

/// Never more than the allowed number are down at once, counting those that were down already.
///
/// Judged at each request to reboot, against what the cloud had been showing for a while: a death that nobody could have seen is not
/// held against the script. What the script itself had rebooted counts until it is healthy again.
enum DownLimitInvariant: Invariant {
    static let name = "never more down at once than allowed"

    static func violation(in run: RunRecord) -> Violation? {
        guard let limit = run.downLimit else { return nil }
        var watch = run.makeDownWatch()
        var request: Int32?
        for (position, event) in run.events.enumerated() {
            watch.take(event)
            guard case .rebootAccepted(_, let number, _, _) = event.kind else { continue }
            request = number
            guard !isPartOfRequest(position + 1, request, run), watch.count > limit else { continue }
            let down = watch.countedPlaces
            return violated(
                run, at: event.at,
                "\(down.count) were down or being rebooted at once, \(limit) may be: \(run.names(down))",
                down)
        }
        return nil
    }

    /// Whether the event at a position is one more reboot of the same request: it is judged as a whole.
    private static func isPartOfRequest(_ position: Int, _ request: Int32?, _ run: RunRecord) -> Bool {
        guard position < run.events.count,
            case .rebootAccepted(_, let number, _, _) = run.events[position].kind
        else { return false }
        return number == request
    }
}

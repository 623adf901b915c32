import Basics
import ScriptRuntime
import Simulator

/// No reboot is requested outside the window of its roll, or outside the windows of the script.
///
/// Only for scripts that declare a window; judged by the true time, not by a clock that has jumped. A request that the cloud
/// carries out late is judged by the time of the request.
enum WindowInvariant: Invariant {
    static let name = "no reboot outside the window"

    static func violation(in run: RunRecord) -> Violation? {
        guard !run.script.windows.isEmpty || run.script.rolls.contains(where: { $0.roll.window != nil })
        else { return nil }
        var scopes = ScopeWatch(run)
        let postponed = PostponedRequests(run.events)
        let begins = Dictionary(uniqueKeysWithValues: run.restarts.all.map { ($0.position, $0) })
        for (position, event) in run.events.enumerated() {
            scopes.take(event)
            guard let restart = begins[position] else { continue }
            let asked = restart.request.flatMap(postponed.askedAt) ?? event.at
            let now = run.unixSeconds(at: asked)
            let rolls = scopes.rolls(of: restart.index)
            let closed = rolls.first { $0.roll.window.map { $0.opening(at: now) == nil } ?? false }
            let isClosedByScript =
                !run.script.windows.isEmpty
                && !run.script.windows.contains { $0.opening(at: now) != nil }
            guard closed != nil || isClosedByScript else { continue }
            return violated(
                run, at: event.at,
                "\(run.name(restart.index)) was \(restart.verb) while the window was closed"
                    + run.words(of: closed), [restart.index])
        }
        return nil
    }
}

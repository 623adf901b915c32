import ScriptRuntime

/// No reboot is asked for outside the window.
///
/// Only for scripts that declare one; judged by the true time, not by a clock that has jumped.
enum WindowInvariant: Invariant {
    static let name = "no reboot outside the window"

    static func violation(in run: RunRecord) -> Violation? {
        let windows = run.script.windows
        guard !windows.isEmpty else { return nil }
        for event in run.events {
            guard case .rebootAccepted(let index, _, _, _) = event.kind else { continue }
            let now = run.startSeconds + event.at.nanoseconds / 1_000_000_000
            guard !windows.contains(where: { $0.opening(at: now) != nil }) else { continue }
            return violated(
                run, at: event.at, "\(run.name(Int(index))) was rebooted while the window was closed",
                [Int(index)])
        }
        return nil
    }
}

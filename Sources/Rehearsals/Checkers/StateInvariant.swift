import Simulator

/// No instance is rebooted unless it is RUNNING.
enum StateInvariant: Invariant {
    static let name = "nothing is rebooted that is not RUNNING"

    static func violation(in run: RunRecord) -> Violation? {
        for event in run.events {
            guard case .rebootAccepted(let index, _, let state, let isForced) = event.kind,
                state.status != .running
            else { continue }
            let how = isForced ? "by force " : ""
            return violated(
                run, at: event.at,
                "\(run.name(Int(index))) was rebooted \(how)while it was \(state.status.rawValue)",
                [Int(index)])
        }
        return nil
    }
}

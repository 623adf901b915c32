import Simulator

/// Nothing is rebooted that is not in a state to be: only what is RUNNING may be.
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

import Simulator

/// No request names more ids than the API allows, or has an empty list of ids.
enum RequestInvariant: Invariant {
    static let name = "no request with too many ids, or with none"

    static func violation(in run: RunRecord) -> Violation? {
        for event in run.events {
            guard case .request(let number, let action, let list, _) = event.kind else { continue }
            let mustName = ["RebootInstances", "StartInstances", "StopInstances"].contains(action)
            guard let ids = list ?? (mustName ? 0 : nil) else { continue }
            let limit = action == "InvokeCommand" || action == "DescribeCommandInvocations" ? 200 : 100
            guard ids == 0 || ids > limit else { continue }
            return violated(
                run, at: event.at, "request \(number), \(action), names \(ids) ids; 1 to \(limit) are allowed"
            )
        }
        return nil
    }
}

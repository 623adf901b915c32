/// No instance is rebooted twice.
enum OneRebootInvariant: Invariant {
    static let name = "no instance is rebooted twice"

    static func violation(in run: RunRecord) -> Violation? {
        var seen: Set<Int32> = []
        for event in run.events {
            guard case .rebootAccepted(let index, _, _, _) = event.kind, !seen.insert(index).inserted else {
                continue
            }
            return violated(
                run, at: event.at, "\(run.name(Int(index))) was rebooted a second time", [Int(index)])
        }
        return nil
    }
}

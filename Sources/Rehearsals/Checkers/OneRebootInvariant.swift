/// No instance is rebooted twice; a stop and a start of the same instance count as a reboot.
enum OneRebootInvariant: Invariant {
    static let name = "no instance is rebooted twice"

    static func violation(in run: RunRecord) -> Violation? {
        var seen: Set<Int> = []
        for restart in run.restarts.all where !seen.insert(restart.index).inserted {
            let what =
                restart.isByStop ? "restarted a second time, by a stop and a start" : "rebooted a second time"
            return violated(run, at: restart.at, "\(run.name(restart.index)) was \(what)", [restart.index])
        }
        return nil
    }
}

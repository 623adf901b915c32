/// Nothing is rebooted that was not selected.
///
/// A script that declares no selection selects what it passes to a reboot, and can't be wrong.
enum SelectionInvariant: Invariant {
    static let name = "nothing is rebooted that was not selected"

    static func violation(in run: RunRecord) -> Violation? {
        guard let declared = run.script.declared else { return nil }
        for event in run.events {
            guard case .rebootAccepted(let index, _, _, _) = event.kind,
                !declared.contains(run.id(Int(index)))
            else { continue }
            return violated(
                run, at: event.at,
                "\(run.name(Int(index))) was rebooted, and is not of the \(declared.count) selected",
                [Int(index)])
        }
        return nil
    }
}

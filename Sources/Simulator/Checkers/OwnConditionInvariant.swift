/// The conditions that the script itself declares: `rehearse.always` and `rehearse.eventually`.
enum OwnConditionInvariant: Invariant {
    static let name = "the script's own conditions"

    static func violation(in run: RunRecord) -> Violation? {
        guard let first = run.script.violated.first else { return nil }
        return Violation(invariant: first.name, at: first.at, message: "\(first.name): \(first.message)")
    }
}

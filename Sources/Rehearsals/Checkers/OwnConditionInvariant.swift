/// The conditions that the script itself declares: `rehearse.always` and `rehearse.eventually`.
enum OwnConditionInvariant: Invariant {
    static let name = "the script's own conditions"

    static func violation(in run: RunRecord) -> Violation? { violations(in: run).first }

    /// The first violation of each condition.
    static func violations(in run: RunRecord) -> [Violation] {
        var seen: Set<String> = []
        return run.script.violated.filter { seen.insert($0.name).inserted }.map { violated in
            Violation(
                invariant: violated.name, at: violated.at, message: "\(violated.name): \(violated.message)")
        }
    }
}

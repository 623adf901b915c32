/// No secret is in the output.
enum SecretInvariant: Invariant {
    static let name = "no secret in the output"

    static func violation(in run: RunRecord) -> Violation? {
        guard run.rehearsal.secrets.contains(where: run.says) else { return nil }
        return violated(run, at: run.endedAt, "the output holds a credential")
    }
}

extension RunRecord {
    /// Whether a text occurs in what the script wrote.
    func says(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, output.count >= wanted.count else { return wanted.isEmpty }
        var from = output.startIndex
        while let at = output[from...].firstIndex(of: first) {
            if output[at...].starts(with: wanted) { return true }
            from = at + 1
        }
        return false
    }
}

import ZenlayerCloud

extension Rehearsal {
    /// The secrets that no output and no report may contain.
    var secrets: [String] {
        let real = CredentialVariables.names.compactMap { inputs.environment[$0] }
        return ([Incarnation.secret] + real).filter { $0.count >= 8 }
    }
}

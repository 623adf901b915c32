import ZenlayerCloud

extension Rehearsal {
    /// What no output may hold, and no report shows.
    var secrets: [String] {
        let real = CredentialVariables.names.compactMap { inputs.environment[$0] }
        return ([Incarnation.secret] + real).filter { $0.count >= 8 }
    }
}

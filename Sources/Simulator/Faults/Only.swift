extension FaultCatalog {
    /// When set, of everything that chance decides only these happen, as in `answerLost@RebootInstances@web-0003#1` or
    /// `vanishes@web-0003`.
    package var only: Fault<[String]?> {
        Fault(
            "only", .occurrences, usual: nil,
            "Of everything that chance decides, only these occurrences happen.")
    }
}

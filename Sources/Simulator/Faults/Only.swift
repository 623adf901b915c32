extension FaultCatalog {
    /// If set, only these of all random occurrences happen, as in `answerLost@RebootInstances@web-0003#1` or
    /// `vanishes@web-0003`.
    package var only: Fault<[String]?> {
        Fault(
            "only", .occurrences, usual: nil,
            "Of everything that chance decides, only these occurrences happen.")
    }
}

/// Decides, from a look now and then, whether a step goes on for too long.
struct RunawayPolicy: Sendable, Equatable {
    private var lastStep: UInt64?

    /// Takes a look; true when the step is the one of the look before.
    mutating func isStuck(in step: UInt64?) -> Bool {
        defer { lastStep = step }
        return step != nil && step == lastStep
    }
}

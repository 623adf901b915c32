/// Decides, from repeated looks, whether a step takes too long.
struct RunawayPolicy: Sendable, Equatable {
    private var lastStep: UInt64?

    /// Takes a look; returns true if the step is that of the last look.
    mutating func isStuck(in step: UInt64?) -> Bool {
        defer { lastStep = step }
        return step != nil && step == lastStep
    }
}

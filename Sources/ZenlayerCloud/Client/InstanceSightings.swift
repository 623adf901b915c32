/// When instances were last seen in an answer of the cloud.
///
/// An id that was seen a moment ago need not be looked up before a request that names it.
struct InstanceSightings {
    /// How long a sighting counts.
    static let lifetime: Duration = .seconds(60)

    private var seenAt: [String: Duration] = [:]
    private var prunedCount = 0

    mutating func note(_ id: String, at now: Duration) {
        seenAt[id] = now
        if seenAt.count > 2 * prunedCount + 1000 { prune(now) }
    }

    /// The ids that no answer has named lately, in their order.
    func unseen(_ ids: [String], at now: Duration) -> [String] {
        ids.filter { id in seenAt[id].map { now - $0 > Self.lifetime } ?? true }
    }

    mutating func forget(_ id: String) { seenAt[id] = nil }

    private mutating func prune(_ now: Duration) {
        seenAt = seenAt.filter { now - $0.value <= Self.lifetime }
        prunedCount = seenAt.count
    }
}

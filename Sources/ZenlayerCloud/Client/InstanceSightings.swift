/// When instances were last seen in an answer of the cloud, and in which status.
///
/// An id that was seen lately need not be looked up before a request that names it. A status that an instance already had
/// before a request proves nothing about that request.
struct InstanceSightings {
    /// How long a sighting counts.
    static let lifetime: Duration = .seconds(60)

    private struct Sighting {
        var time: Duration
        /// Nil if the answer had no status.
        var status: InstanceStatus?
    }

    private var sightings: [String: Sighting] = [:]
    private var prunedCount = 0

    mutating func note(_ id: String, _ status: InstanceStatus?, at now: Duration) {
        sightings[id] = Sighting(time: now, status: status)
        if sightings.count > 2 * prunedCount + 1000 { prune(now) }
    }

    /// The ids that no answer has named lately, in their order.
    func unseen(_ ids: [String], at now: Duration) -> [String] {
        ids.filter { recent($0, at: now) == nil }
    }

    /// How long a seen status counts as the status before a request.
    static let statusLifetime: Duration = .seconds(20)

    /// The status in which an instance was seen lately.
    func status(of id: String, at now: Duration) -> InstanceStatus? {
        guard let sighting = sightings[id], now - sighting.time <= Self.statusLifetime else { return nil }
        return sighting.status
    }

    private func recent(_ id: String, at now: Duration) -> Sighting? {
        guard let sighting = sightings[id], now - sighting.time <= Self.lifetime else { return nil }
        return sighting
    }

    mutating func forget(_ id: String) { sightings[id] = nil }

    private mutating func prune(_ now: Duration) {
        sightings = sightings.filter { now - $0.value.time <= Self.lifetime }
        prunedCount = sightings.count
    }
}

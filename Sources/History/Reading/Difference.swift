/// What differs between two campaigns: instances whose end differs, and instances that only one campaign has.
package struct Difference: Sendable {
    /// An instance of both campaigns whose end differs.
    package struct Change: Sendable {
        package var first: InstanceRecord
        package var second: InstanceRecord
    }

    package var changes: [Change] = []
    package var onlyInFirst: [InstanceRecord] = []
    package var onlyInSecond: [InstanceRecord] = []
    /// The number of instances that have the same end in both campaigns.
    package var sameCount = 0

    /// The least difference of two reboot times that counts, in seconds; one time must also be 1.5 times the
    /// other.
    private static let secondsMin = 30.0

    package init(_ first: CampaignRecord, _ second: CampaignRecord) {
        for instance in first.instances {
            guard let other = second.instance(instance.id) else {
                onlyInFirst.append(instance)
                continue
            }
            if Self.isSame(instance, other) {
                sameCount += 1
            } else {
                changes.append(Change(first: instance, second: other))
            }
        }
        onlyInSecond = second.instances.filter { first.instance($0.id) == nil }
    }

    package var isEmpty: Bool { changes.isEmpty && onlyInFirst.isEmpty && onlyInSecond.isEmpty }

    private static func isSame(_ first: InstanceRecord, _ second: InstanceRecord) -> Bool {
        first.outcome == second.outcome && first.isUnderWay == second.isUnderWay
            && first.reason == second.reason && isNear(first.took, second.took)
    }

    private static func isNear(_ first: Double?, _ second: Double?) -> Bool {
        guard let first, let second else { return true }
        let shorter = min(first, second), longer = max(first, second)
        return longer - shorter < secondsMin || longer < shorter * 1.5
    }
}

import Basics

extension Fleet {
    /// The limit of instances in a generated fleet, at which the range of public addresses ends.
    package static let countMax = 4_000_000

    /// Makes a fleet that looks like a real fleet and is always equal: names such as `web-0001`, three zones, four types,
    /// tags `role` (eight in ten are `web`) and `env` (one in five is `staging`), ids of 19 digits.
    package init(count: Int) throws(FleetError) {
        guard (1...Self.countMax).contains(count) else {
            throw FleetError("a fleet has 1 to \(Self.countMax) instances, not \(count)")
        }
        let width = max(4, String(count).count)
        let details = Self.types.map {
            InstanceDetails.complete(["cpu": .integer($0.cpu), "memory": .integer($0.memory)])
        }
        try self.init(
            (0..<count).map { index in
                Instance(
                    id: Self.id(index),
                    name: Self.name(index, width: width),
                    zone: Self.zones[index % Self.zones.count],
                    type: Self.types[index % Self.types.count].name,
                    imageID: InstanceDetails.imageID,
                    resourceGroupID: InstanceDetails.resourceGroupID,
                    tags: Self.tags[index % Self.tags.count],
                    status: .running,
                    position: Int32(index),
                    addresses: .generated(Int32(index)),
                    details: details[index % Self.types.count]
                )
            })
    }

    private static let zones = ["asia-east-1a", "asia-southeast-1a", "europe-central-1a"]

    private static let types: [(name: String, cpu: Int64, memory: Int64)] = [
        ("z2a.cpu.1", 1, 2), ("z2a.cpu.2", 2, 4), ("z2a.cpu.4", 4, 8), ("z2a.cpu.8", 8, 16),
    ]

    private static let roles = ["web", "web", "web", "web", "api", "web", "web", "web", "web", "db"]

    private static let tags: [[Tag]] = roles.enumerated().map { position, role in
        [Tag(key: "role", value: role), Tag(key: "env", value: position % 5 == 3 ? "staging" : "prod")]
    }

    private static func name(_ index: Int, width: Int) -> String {
        let number = String(index + 1)
        return roles[index % roles.count] + "-" + String(repeating: "0", count: width - number.count) + number
    }

    /// An id of 19 digits, in no visible order and above 2^53, so that a script that turns it into a floating-point number
    /// fails.
    private static func id(_ index: Int) -> String {
        let range: UInt64 = 8_000_000_000_000_000_000
        // Coprime to the range, so that no two instances get the same id.
        let product = UInt64(index + 1).multipliedFullWidth(by: 4_870_492_317_640_928_557)
        return String(1_000_000_000_000_000_000 + range.dividingFullWidth(product).remainder)
    }
}

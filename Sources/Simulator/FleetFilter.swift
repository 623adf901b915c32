/// The selection of DescribeInstances; every given criterion must hold.
struct FleetFilter: Sendable, Equatable {
    var zone: String?
    var imageID: String?
    var type: String?
    var typeSeries: String?
    var ipv4: String?
    var ipv6: String?
    var status: String?
    /// A part of the name, in lower case; case does not matter.
    var name: String?
    var resourceGroupID: String?
    var tagKeys: [String] = []
    var tags: [Fleet.Tag] = []

    /// Admits every instance.
    init() {}

    init(_ arguments: ActionArguments) {
        zone = arguments.text("zoneId")
        imageID = arguments.text("imageId")
        type = arguments.text("instanceType")
        typeSeries = arguments.text("instanceTypeSeries")
        ipv4 = arguments.text("ipv4Address")
        ipv6 = arguments.text("ipv6Address")
        status = arguments.text("status")
        name = arguments.text("name")?.lowercased()
        resourceGroupID = arguments.text("resourceGroupId")
        tagKeys = arguments.texts("tagKeys") ?? []
        tags = arguments.tags("tags") ?? []
    }

    /// Whether the selection changes with time.
    var dependsOnTime: Bool { status != nil }

    func admits(_ instance: Fleet.Instance, status now: () -> MachineStatus) -> Bool {
        guard agree(zone, instance.zone), agree(imageID, instance.imageID), agree(type, instance.type),
            agree(resourceGroupID, instance.resourceGroupID), admits(instance.tags),
            admits(instance.addresses)
        else { return false }
        if let typeSeries, !instance.type.hasPrefix(typeSeries) { return false }
        if let name, !instance.name.lowercased().containsBytes(of: name) { return false }
        return status == nil || agree(status, now().rawValue)
    }

    private func agree(_ wanted: String?, _ value: String) -> Bool {
        wanted == nil || wanted == value
    }

    private func admits(_ labels: [Fleet.Tag]) -> Bool {
        tags.allSatisfy(labels.contains) && tagKeys.allSatisfy { key in labels.contains { $0.key == key } }
    }

    private func admits(_ addresses: Addresses) -> Bool {
        guard ipv4 != nil || ipv6 != nil else { return true }
        let all = addresses.private + addresses.public
        return ipv4.map(all.contains) ?? true && ipv6.map(all.contains) ?? true
    }
}

extension String {
    /// Whether the UTF-8 of `other` occurs in this text; true if `other` is empty.
    fileprivate func containsBytes(of other: String) -> Bool {
        let (bytes, wanted) = (Array(utf8), Array(other.utf8))
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
    }
}

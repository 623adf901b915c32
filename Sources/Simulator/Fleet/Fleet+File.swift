import Basics

extension Fleet {
    /// Reads a fleet file: a JSON array with the rows of DescribeInstances, or an object whose `dataSet` is that array.
    ///
    /// Only `instanceId` is required. `tags` may be the API's `{"tags": [{"key", "value"}]}`, that list itself, or a map
    /// `{"role": "web"}`. Missing fields get plausible values; unknown fields are shown as they are.
    /// - Throws: ``FleetError`` that names the row and the field.
    package init(parsing bytes: [UInt8]) throws(FleetError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch { throw FleetError("no JSON: \(error)") }
        guard let rows = (document["response"]?["dataSet"] ?? document["dataSet"] ?? document).arrayValue
        else {
            throw FleetError("neither an array of instances nor an object with a dataSet of them")
        }
        guard !rows.isEmpty else { throw FleetError("it lists no instance") }
        var instances: [Instance] = []
        instances.reserveCapacity(rows.count)
        for (position, row) in rows.enumerated() {
            instances.append(try FleetRow(row, position: position + 1).instance())
        }
        try self.init(instances)
    }
}

/// One row of a fleet file, and its position.
private struct FleetRow {
    let object: JSONObject
    let position: Int

    init(_ row: JSONValue, position: Int) throws(FleetError) {
        guard let object = row.objectValue else { throw FleetError("instance \(position) is no object") }
        self.object = object
        self.position = position
    }

    func instance() throws(FleetError) -> Fleet.Instance {
        guard let id = try text("instanceId") else {
            throw FleetError("instance \(position) has no instanceId")
        }
        let known = [
            "instanceId", "instanceName", "zoneId", "instanceType", "imageId", "resourceGroupId", "status",
            "tags",
            "publicIpAddresses", "privateIpAddresses",
        ]
        return Fleet.Instance(
            id: id,
            name: try text("instanceName") ?? id,
            zone: try text("zoneId") ?? "asia-east-1a",
            type: try text("instanceType") ?? "z2a.cpu.2",
            imageID: try text("imageId") ?? InstanceDetails.imageID,
            resourceGroupID: try text("resourceGroupId") ?? InstanceDetails.resourceGroupID,
            tags: try tags(),
            status: try text("status").map { MachineStatus(rawValue: $0) ?? .unknown } ?? .running,
            position: Int32(clamping: position - 1),
            addresses: try addresses(),
            details: InstanceDetails.complete(JSONObject(object.members.filter { !known.contains($0.key) }))
        )
    }

    private func text(_ field: String) throws(FleetError) -> String? {
        guard let value = object[field], !value.isNull else { return nil }
        guard let text = value.stringValue else { throw problem(field, "is no string") }
        return text
    }

    private func addresses() throws(FleetError) -> Addresses {
        let listed = (try texts("privateIpAddresses"), try texts("publicIpAddresses"))
        guard listed.0 != nil || listed.1 != nil else { return .generated(Int32(position - 1)) }
        return .listed(private: listed.0 ?? [], public: listed.1 ?? [])
    }

    private func texts(_ field: String) throws(FleetError) -> [String]? {
        guard let value = object[field], !value.isNull else { return nil }
        guard let elements = value.arrayValue else { throw problem(field, "is no array") }
        let texts = elements.compactMap(\.stringValue)
        guard texts.count == elements.count else {
            throw problem(field, "holds something other than strings")
        }
        return texts
    }

    private func tags() throws(FleetError) -> [Fleet.Tag] {
        guard let value = object["tags"], !value.isNull else { return [] }
        if let list = value.arrayValue ?? value["tags"]?.arrayValue {
            return try pairs(list)
        }
        guard let map = value.objectValue else { throw problem("tags", "is neither a list nor a map") }
        var tags: [Fleet.Tag] = []
        for member in map.members {
            guard let text = member.value.stringValue else {
                throw problem("tags.\(member.key)", "is no string")
            }
            tags.append(Fleet.Tag(key: member.key, value: text))
        }
        return tags
    }

    private func pairs(_ list: [JSONValue]) throws(FleetError) -> [Fleet.Tag] {
        var tags: [Fleet.Tag] = []
        for pair in list {
            guard let key = pair["key"]?.stringValue else {
                throw problem("tags", "holds a tag without a key")
            }
            tags.append(Fleet.Tag(key: key, value: pair["value"]?.stringValue ?? ""))
        }
        return tags
    }

    private func problem(_ field: String, _ what: String) -> FleetError {
        FleetError("\(field) of instance \(position) \(what)")
    }
}

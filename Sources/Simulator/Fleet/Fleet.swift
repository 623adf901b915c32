internal import Lua

/// The instances of a simulated account: their inventory, without state.
///
/// It never changes, so that any number of simulated clouds can share it.
package struct Fleet: Sendable {
    package let instances: [Instance]
    private let indexByID: [String: Int32]

    /// One instance's inventory.
    package struct Instance: Sendable {
        /// Opaque; always text.
        package var id: String
        package var name: String
        package var zone: String
        package var type: String
        package var imageID: String
        package var resourceGroupID: String
        /// In the order of the inventory.
        package var tags: [Tag]
        package var status: MachineStatus
        /// Its place in the fleet that it was first part of; its random draws follow from that place.
        var position: Int32 = 0
        var addresses: Addresses
        /// The remaining fields of DescribeInstances as JSON members, each after a comma; instances with equal fields share
        /// the bytes.
        var details: [UInt8]
    }

    /// A label of an instance.
    package struct Tag: Sendable, Equatable {
        package var key: String
        package var value: String
    }

    /// Makes a fleet of instances, in their order.
    /// - Throws: ``FleetError`` if an id is empty or used twice.
    package init(_ instances: [Instance]) throws(FleetError) {
        var index: [String: Int32] = [:]
        index.reserveCapacity(instances.count)
        for (position, instance) in instances.enumerated() {
            guard !instance.id.isEmpty else {
                throw FleetError("instance \(position + 1) has an empty instanceId")
            }
            guard index.updateValue(Int32(position), forKey: instance.id) == nil else {
                throw FleetError("the instanceId \(instance.id) is used twice")
            }
        }
        self.instances = instances
        indexByID = index
    }

    private init(_ instances: [Instance], _ index: [String: Int32]) {
        self.instances = instances
        indexByID = index
    }

    /// A fleet of these instances alone; each keeps the faults and the times that it has in the whole fleet.
    package func keeping(_ ids: Set<String>) throws(FleetError) -> Fleet {
        try Fleet(instances.filter { ids.contains($0.id) })
    }

    /// An equal fleet that shares no memory with this one.
    package func copied() -> Fleet {
        var details: [[UInt8]: [UInt8]] = [:]
        let copies = instances.map { $0.copied(&details) }
        return Fleet(
            copies, Dictionary(uniqueKeysWithValues: copies.indices.map { (copies[$0].id, Int32($0)) }))
    }

    package var count: Int { instances.count }

    /// The place of an id in ``instances``; nil if no instance has it.
    package func index(ofID id: String) -> Int? {
        indexByID[id].map(Int.init)
    }
}

extension Fleet {
    /// Returns what is wrong with a list of ids and names; nil if the fleet has them all.
    package func problem(with wanted: [String]) -> String? {
        guard !wanted.isEmpty else { return nil }
        let names = instances.map(\.name), known = Set(names).union(instances.map(\.id))
        guard let unknown = wanted.first(where: { !known.contains($0) }) else { return nil }
        return "no instance of the fleet is called \(unknown)\(NearestName.hint(for: unknown, among: names))"
    }
}

extension Fleet.Instance {
    /// An equal instance that shares no memory; equal details have one copy in `details`.
    fileprivate func copied(_ details: inout [[UInt8]: [UInt8]]) -> Self {
        var copy = self
        copy.id = id.copied()
        copy.name = name.copied()
        copy.zone = zone.copied()
        copy.type = type.copied()
        copy.imageID = imageID.copied()
        copy.resourceGroupID = resourceGroupID.copied()
        copy.tags = tags.map { .init(key: $0.key.copied(), value: $0.value.copied()) }
        let shared = details[self.details] ?? Array(self.details.lazy.map { $0 })
        details[self.details] = shared
        copy.details = shared
        return copy
    }
}

extension String {
    fileprivate func copied() -> String { String(decoding: utf8.lazy.map { $0 }, as: UTF8.self) }
}

/// Why a fleet cannot be used, as a sentence.
package struct FleetError: Error, Sendable, Equatable, CustomStringConvertible {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

extension Fleet {
    /// Reads an argument of the command line: a number of instances, or the path of a fleet file.
    ///
    /// `readFile` gives a file's content, or throws an error whose description is a sentence.
    /// - Throws: ``FleetError`` that names the file.
    package init(
        argument: String, readFile: (String) throws -> [UInt8]
    ) throws(FleetError) {
        if let count = Int(argument) {
            try self.init(count: count)
            return
        }
        let bytes: [UInt8]
        do { bytes = try readFile(argument) } catch {
            throw FleetError("cannot read the fleet file \(argument): \(error)")
        }
        do { try self.init(parsing: bytes) } catch {
            throw FleetError("the fleet file \(argument) cannot be used: \(error.reason)")
        }
    }
}

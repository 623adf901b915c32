/// Finds the machine that has a name or an address in the simulated network.
struct MachineDirectory: Sendable {
    private let places: [String: Int32]

    /// If two machines share a name or an address, it leads to the first.
    init(_ fleet: Fleet) {
        var places: [String: Int32] = [:]
        places.reserveCapacity(fleet.count * 3)
        for (index, instance) in fleet.instances.enumerated() {
            let names = [instance.name.lowercased()] + instance.addresses.private + instance.addresses.public
            for name in names where places[name] == nil { places[name] = Int32(index) }
        }
        self.places = places
    }

    func index(of hostname: String) -> Int? {
        places[hostname.lowercased()].map(Int.init)
    }
}

/// Which machine a name or an address of the simulated network leads to.
struct MachineDirectory: Sendable {
    private let places: [String: Int32]

    /// Where two share a name or an address, the first has it.
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

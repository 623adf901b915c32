/// The IP addresses of an instance; generated addresses follow from the instance's place and take no memory.
enum Addresses: Sendable, Equatable {
    case generated(Int32)
    case listed(private: [String], public: [String])

    var `private`: [String] {
        switch self {
        case .generated(let index): [Self.text(base: 10 << 24, offset: UInt32(index) + 10)]
        case .listed(let addresses, _): addresses
        }
    }

    /// Generated addresses are in 100.64.0.0/10, which no router on the internet forwards, so a mistake reaches no real host.
    var `public`: [String] {
        switch self {
        case .generated(let index): [Self.text(base: 100 << 24 | 64 << 16, offset: UInt32(index) + 10)]
        case .listed(_, let addresses): addresses
        }
    }

    private static func text(base: UInt32, offset: UInt32) -> String {
        let address = base + offset
        return "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }
}

internal import Glibc

/// An IPv4 or IPv6 address, as its bytes in network order.
struct IPAddress: Sendable, Equatable {
    private var bytes: [UInt8]

    /// Reads the usual notations; nil if `text` is a name.
    init?(_ text: String) {
        bytes = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &bytes) == 1 { return }
        bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, text, &bytes) == 1 { return }
        return nil
    }

    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// Whether the first `prefixLength` bits are those of `network`.
    func isInside(_ network: IPAddress, prefixLength: Int) -> Bool {
        guard bytes.count == network.bytes.count, 0...(bytes.count * 8) ~= prefixLength else { return false }
        return (0..<prefixLength).allSatisfy { bit in
            (bytes[bit / 8] ^ network.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}

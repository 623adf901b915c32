internal import Basics

/// The position of a journal: the number of its last event, and the seal over all events.
struct WitnessRecord: Equatable {
    var lastSequence: Int
    var seal: Seal

    static let size = 48
    private static let magic = Array("zecwit01".utf8)

    init(lastSequence: Int, seal: Seal) {
        self.lastSequence = lastSequence
        self.seal = seal
    }

    /// Magic number, last sequence, seal, and a hash over these three.
    var bytes: [UInt8] {
        let content = Self.magic + LittleEndian.bytes(UInt64(lastSequence)) + seal.bytes
        return content + Seal.hash(content).bytes
    }

    /// Reads a record; nil if the bytes are no complete record.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.size, Array(bytes[..<8]) == Self.magic else { return nil }
        guard Seal.hash(Array(bytes[..<32])).bytes == Array(bytes[32...]) else { return nil }
        guard let lastSequence = Int(exactly: LittleEndian.number(bytes[8..<16])) else { return nil }
        self.init(lastSequence: lastSequence, seal: Seal(bytes[16..<32]))
    }
}

/// Numbers as eight bytes, the lowest byte first.
enum LittleEndian {
    static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

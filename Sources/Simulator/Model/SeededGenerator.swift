/// Random numbers that are the same for the same seed, on every machine and in every process.
///
/// SplitMix64 (Steele, Lea, Flood, 2014). Streams are derived from a seed, a purpose and an index, so that the draws for one
/// instance do not depend on earlier draws.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for one purpose, one index and one step of it.
    package init(seed: UInt64, stream: Stream, index: Int = 0, step: Int = 0) {
        var mixed = Self.mix(seed ^ stream.rawValue &* 0x9E37_79B9_7F4A_7C15)
        mixed = Self.mix(mixed ^ UInt64(truncatingIfNeeded: index))
        state = Self.mix(mixed ^ UInt64(truncatingIfNeeded: step) &* 0xD1B5_4A32_D192_ED03)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// Draws from 0 ..< 1.
    ///
    /// Not `Double.random`, whose algorithm may change with the library.
    package mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    package static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// What a stream is for; two purposes never share numbers.
    package enum Stream: UInt64 {
        case host = 1
        case request, requestID, commandID
        case bootID, firstBoot
        case bootTime, lag, warmUp, shutdown, command
        case fault, requestFault, spell, dueFault, flap
        case swarm
        case migration
        case connection
    }
}

/// A hash of text that is the same in every process (FNV-1a); Swift's own hash is seeded per process.
package func stableHash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}

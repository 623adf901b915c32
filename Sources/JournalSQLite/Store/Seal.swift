internal import Basics

/// A hash over a commit and everything before it: SHA-256, of which 16 bytes are kept.
struct Seal: Equatable {
    static let size = 16

    let bytes: [UInt8]

    init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

    static func hash(_ content: [UInt8]) -> Seal { Seal(Digest.sha256Bytes(content).prefix(size)) }
}

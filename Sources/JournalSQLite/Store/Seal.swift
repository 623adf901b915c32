internal import Basics

/// A hash over a commit and all commits before it: the first 16 bytes of SHA-256.
struct Seal: Equatable {
    static let size = 16

    let bytes: [UInt8]

    init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

    static func hash(_ content: [UInt8]) -> Seal { Seal(Digest.sha256Bytes(content).prefix(size)) }
}

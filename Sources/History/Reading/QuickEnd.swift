/// The instance and the outcome of an event `ended`, found without decoding the whole event.
///
/// A summary of a large campaign reads such an event for each instance, and decoding these as JSON would take
/// most of its time.
struct QuickEnd {
    let id: InstanceKey
    let outcome: Outcome

    private static let kind = Array(#""kind":"ended""#.utf8)
    private static let idStart = Array(#""id":""#.utf8)
    private static let outcomeStart = Array(#""outcome":""#.utf8)

    /// Returns nil for every other event, and for an event that must be decoded because a text in it has an
    /// escape.
    ///
    /// Without escapes, a quotation mark only begins or ends a text, and only the name of a field is followed
    /// by a colon.
    init?(_ encoded: [UInt8]) {
        let found = encoded.withUnsafeBufferPointer { bytes -> (id: InstanceKey, outcome: Outcome)? in
            guard !bytes.contains(UInt8(ascii: "\\")), Self.end(of: Self.kind, in: bytes) != nil,
                let id = Self.text(after: Self.idStart, in: bytes).map({ InstanceKey($0) }),
                let outcome = Self.text(after: Self.outcomeStart, in: bytes)
                    .flatMap({ Outcome(rawValue: String(decoding: $0, as: UTF8.self)) })
            else { return nil }
            return (id, outcome)
        }
        guard let found else { return nil }
        (id, outcome) = found
    }

    private static func text(after start: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Slice<
        UnsafeBufferPointer<UInt8>
    >? {
        guard let begin = end(of: start, in: bytes) else { return nil }
        let rest = bytes[begin...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        return rest[..<close]
    }

    /// Returns the index after the first occurrence of the part; nil if the bytes do not contain the part.
    private static func end(of part: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count >= part.count else { return nil }
        for start in 0...(bytes.count - part.count) where bytes[start] == part[0] {
            var length = 1
            while length < part.count, bytes[start + length] == part[length] { length += 1 }
            if length == part.count { return start + length }
        }
        return nil
    }
}

/// The words of a text, for finding names in it.
struct OutputWords {
    private let words: Set<ArraySlice<UInt8>>

    init(_ output: [UInt8]) {
        words = Set(output.split { !Self.isOfWord($0) })
    }

    /// Whether an id or a name is one of the words.
    func contain(_ name: String) -> Bool { words.contains(ArraySlice(Array(name.utf8))) }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}

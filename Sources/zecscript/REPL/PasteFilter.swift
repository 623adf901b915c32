/// Turns the bytes of the keyboard into keys, and removes the effect of editing keys from pasted text.
///
/// A terminal in bracketed paste mode sends `ESC [ 200 ~` before pasted text and `ESC [ 201 ~` after it. A tab in pasted text is no
/// request to complete a word: it becomes a space. Other control characters, which would edit the line, are dropped.
struct PasteFilter {
    /// Turns the mode on and off on a terminal.
    static let modeOn = "\u{1B}[?2004h", modeOff = "\u{1B}[?2004l"

    private static let begin = Array("\u{1B}[200~".utf8), end = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    private var isPasting = false

    /// Whether no byte waits to become a key.
    var isEmpty: Bool { bytes.isEmpty }

    mutating func add(_ more: some Sequence<UInt8>) { bytes += more }

    /// Takes the next key, as a Unicode scalar.
    ///
    /// - Parameter isComplete: Whether no more bytes are on their way: an escape character then stands for itself.
    /// - Returns: nil if more bytes are needed.
    mutating func next(isComplete: Bool) -> UInt32? {
        while let first = bytes.first {
            let mark = isPasting ? Self.end : Self.begin
            if bytes.starts(with: mark) {
                bytes.removeFirst(mark.count)
                isPasting.toggle()
                continue
            }
            if !isComplete, first == mark[0], mark.starts(with: bytes) { return nil }
            guard let key = takeScalar(isComplete: isComplete) else { return nil }
            if !isPasting { return key }
            switch key {
            case 0x0A, 0x0D: return 0x0D
            case 0x09: return 0x20
            case 0..<0x20, 0x7F: continue
            default: return key
            }
        }
        return nil
    }

    /// Decodes UTF-8; a byte that is not UTF-8 becomes the character with the same number.
    private mutating func takeScalar(isComplete: Bool) -> UInt32? {
        let first = bytes[0]
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length <= bytes.count else {
            return isComplete ? UInt32(bytes.removeFirst()) : nil
        }
        let text = String(decoding: bytes[0..<length], as: UTF8.self)
        if let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, scalar != "\u{FFFD}" {
            bytes.removeFirst(length)
            return scalar.value
        }
        return UInt32(bytes.removeFirst())
    }
}

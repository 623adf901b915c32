extension JSONParser {
    /// Reads a string, from its opening quote to its closing quote.
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        switch try skipPlainText() {
        case .quote: return try text(from: start, to: position - 1)
        case .backslash: return try escapedString(from: start)
        }
    }

    private enum Stop { case quote, backslash }

    /// Skips plain text, and the byte that ends it.
    private mutating func skipPlainText() throws(JSONError) -> Stop {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x20 { throw error("a control character in a string") }
            position += 1
            if byte == UInt8(ascii: "\"") { return .quote }
            if byte == UInt8(ascii: "\\") { return .backslash }
        }
        throw error("unexpected end in a string")
    }

    /// Reads the rest of a string after its first backslash.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var result = try text(from: start, to: position - 1)
        while true {
            result.unicodeScalars.append(try escape())
            let segment = position
            let stop = try skipPlainText()
            result += try text(from: segment, to: position - 1)
            if stop == .quote { return result }
        }
    }

    /// Reads an escape after its backslash.
    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = peek() else { throw error("unexpected end in a string") }
        guard byte != UInt8(ascii: "u") else { return try unicodeEscape() }
        guard let scalar = Self.shortEscape(byte) else { throw error("an unknown escape") }
        position += 1
        return scalar
    }

    private static func shortEscape(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(byte)
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: nil
        }
    }

    /// Reads `uXXXX`, or a surrogate pair of two of them.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let unit = try hexadecimalUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let afterFirst = position
        guard unit < 0xDC00, take(UInt8(ascii: "\\")), peek() == UInt8(ascii: "u") else {
            position = afterFirst
            return "\u{FFFD}"
        }
        let low = try hexadecimalUnit()
        guard (0xDC00...0xDFFF).contains(low) else {
            position = afterFirst
            return "\u{FFFD}"
        }
        let code = 0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00)
        return Unicode.Scalar(code) ?? "\u{FFFD}"
    }

    private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Unicode.Scalar(byte).properties.isASCIIHexDigit ? byte : nil
            else {
                throw error("expected four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit < 0x3A ? digit - 0x30 : (digit | 0x20) - 0x57)
            position += 1
        }
        return unit
    }

    private func text(from start: Int, to end: Int) throws(JSONError) -> String {
        let slice = UnsafeBufferPointer(rebasing: bytes[start..<end])
        // The standard library's validation is generic code, several times slower; nearly all text is ASCII.
        if Self.isASCII(slice) { return String(decoding: slice, as: UTF8.self) }
        if let text = String(validating: slice, as: UTF8.self) { return text }
        throw JSONError("invalid UTF-8", at: start + Self.validPrefix(of: slice), in: bytes)
    }

    /// Reads all bytes without an early exit, so that the compiler can read many bytes at a time.
    private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var bits: UInt8 = 0
        for byte in bytes { bits |= byte }
        return bits < 0x80
    }

    /// The number of leading bytes that are valid UTF-8; called only if not all bytes are.
    private static func validPrefix(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var length = 0
        while case .valid(let scalar) = decoder.parseScalar(from: &iterator) { length += scalar.count }
        return length
    }
}

extension JSONParser {
    /// Reads `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let negative = take(UInt8(ascii: "-"))
        let integer = try integerPart(negative: negative)
        let fraction = try fractionPart()
        let exponent = try exponentPart()
        if let integer, !fraction, !exponent { return .integer(integer) }
        return .number(try double(from: start))
    }

    /// The digits before a point; nil if they do not fit into 64 bits.
    private mutating func integerPart(negative: Bool) throws(JSONError) -> Int64? {
        if take(UInt8(ascii: "0")) {
            guard digit() == nil else { throw error("a number with a leading zero") }
            return 0
        }
        guard digit() != nil else { throw error("expected a digit") }
        var value: Int64? = 0
        while let digit = digit() {
            position += 1
            value = value.flatMap { Self.appending(digit, to: $0, negative: negative) }
        }
        return value
    }

    private static func appending(_ digit: Int64, to value: Int64, negative: Bool) -> Int64? {
        let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        let (sum, carry) = tenfold.addingReportingOverflow(negative ? -digit : digit)
        return carry ? nil : sum
    }

    private mutating func fractionPart() throws(JSONError) -> Bool {
        guard take(UInt8(ascii: ".")) else { return false }
        try digits()
        return true
    }

    private mutating func exponentPart() throws(JSONError) -> Bool {
        guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return false }
        _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
        try digits()
        return true
    }

    private mutating func digits() throws(JSONError) {
        guard digit() != nil else { throw error("expected a digit") }
        while digit() != nil { position += 1 }
    }

    private func digit() -> Int64? {
        guard let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int64(byte - UInt8(ascii: "0"))
    }

    private func double(from start: Int) throws(JSONError) -> Double {
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONError("a number out of range", at: start, in: bytes)
        }
        return value
    }
}

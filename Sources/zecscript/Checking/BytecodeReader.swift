/// Reads the output of `string.dump` of Lua 5.4, with its debug information.
///
/// The layout is that of Lua's `ldump.c`. The input is always a dump that this program made; unexpected bytes
/// give nil.
struct BytecodeReader {
    private let bytes: [UInt8]
    private var position = 0
    private var hasFailed = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let headerSize = 31

    /// Reads the whole chunk; returns nil if the bytes are not a dump of Lua 5.4.
    mutating func mainFunction() -> BytecodeFunction? {
        guard bytes.starts(with: [0x1B, 0x4C, 0x75, 0x61, 0x54, 0x00]) else { return nil }
        skip(Self.headerSize + 1)  // header and number of upvalues
        let main = function(depth: 0)
        return hasFailed ? nil : main
    }

    private mutating func function(depth: Int) -> BytecodeFunction {
        var function = BytecodeFunction()
        guard depth < 200 else {
            hasFailed = true
            return function
        }
        _ = string()  // source
        let firstLine = number()
        _ = number()
        skip(3)  // parameters, vararg, stack size
        function.code = list { $0.instruction() }
        function.constants = list { $0.constant() }
        _ = list { $0.skip(3) }  // origins of the upvalues
        function.functions = list { $0.function(depth: depth + 1) }
        function.lines = lines(from: firstLine, count: function.code.count)
        _ = list { reader in
            _ = reader.string()
            _ = reader.number()
            return reader.number()
        }
        function.upvalueNames = list { $0.string() }
        return function
    }

    /// Reads the line of each instruction.
    ///
    /// The dump holds differences between lines; -128 refers to a second list, which holds the line itself.
    private mutating func lines(from firstLine: Int, count: Int) -> [Int] {
        let differences = list { Int(Int8(bitPattern: $0.byte())) }
        let listed = list { reader in (index: reader.number(), line: reader.number()) }
        var line = firstLine, lines: [Int] = []
        for (index, difference) in differences.enumerated() {
            line = difference == -128 ? listed.first { $0.index == index }?.line ?? line : line &+ difference
            lines.append(line)
        }
        if lines.count < count { hasFailed = true }
        return lines
    }

    private mutating func constant() -> String? {
        switch byte() {
        case 0x03, 0x13: skip(8)
        case 0x04, 0x14: return string()
        default: break
        }
        return nil
    }

    // MARK: Primitives

    private mutating func list<Element>(_ element: (inout BytecodeReader) -> Element) -> [Element] {
        let count = number()
        guard count <= bytes.count - position else {
            hasFailed = true
            return []
        }
        var elements: [Element] = []
        for _ in 0..<count where !hasFailed { elements.append(element(&self)) }
        return elements
    }

    private mutating func byte() -> UInt8 {
        guard position < bytes.count else {
            hasFailed = true
            return 0
        }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func skip(_ count: Int) {
        guard count <= bytes.count - position else {
            hasFailed = true
            return
        }
        position += count
    }

    private mutating func instruction() -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(byte()) << (8 * UInt32($1)) }
    }

    /// A number: seven bits per byte, the most significant first; the last byte has its high bit set.
    private mutating func number() -> Int {
        var value = 0
        for _ in 0..<9 {
            let byte = byte()
            value = value << 7 | Int(byte & 0x7F)
            if byte & 0x80 != 0 || hasFailed { return hasFailed ? 0 : value }
        }
        hasFailed = true
        return 0
    }

    /// A string: its size plus one, then its bytes.
    private mutating func string() -> String? {
        let size = number()
        guard size > 0, size - 1 <= bytes.count - position else {
            if size > 0 { hasFailed = true }
            return nil
        }
        defer { position += size - 1 }
        return String(decoding: bytes[position..<position + size - 1], as: UTF8.self)
    }
}

/// The layout of JSON text.
public enum JSONStyle: Sendable {
    /// Without spaces, members in their own order; for the wire.
    case compact
    /// Indented by two spaces, members sorted by name; for people.
    case pretty
}

extension JSONValue {
    /// The value as JSON text in UTF-8.
    ///
    /// JSON has no infinities: a number that is not finite becomes `null`.
    public func serialized(_ style: JSONStyle = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return writer.bytes
    }
}

extension JSONObject {
    /// The object as JSON text in UTF-8.
    public func serialized(_ style: JSONStyle = .compact) -> [UInt8] {
        JSONValue.object(self).serialized(style)
    }
}

struct JSONWriter {
    let style: JSONStyle
    var bytes: [UInt8] = []
    private var depth = 0

    init(style: JSONStyle) {
        self.style = style
        bytes.reserveCapacity(256)
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write("null")
        case .bool(let value): write(value ? "true" : "false")
        case .integer(let value): write(value.description)
        case .number(let value): write(value.isFinite ? value.description : "null")
        case .string(let value): write(quoted: value)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ elements: [JSONValue]) {
        bracket("[", elements, "]") { writer, element in writer.write(element) }
    }

    private mutating func write(_ object: JSONObject) {
        bracket("{", style == .pretty ? Self.sorted(object.members) : object.members, "}") { writer, member in
            writer.write(quoted: member.key)
            writer.write(writer.style == .pretty ? ": " : ":")
            writer.write(member.value)
        }
    }

    private mutating func bracket<Element>(
        _ open: String, _ elements: [Element], _ close: String, each: (inout JSONWriter, Element) -> Void
    ) {
        write(open)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { write(",") }
            breakLine()
            each(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        write(close)
    }

    private mutating func breakLine() {
        guard style == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    /// Sorts members by name; equal names keep their order, since the last member counts.
    private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        members.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(
            \.element)
    }
}

// MARK: - Strings

extension JSONWriter {
    private mutating func write(quoted text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if Self.isPlain(utf8) {
                bytes.append(contentsOf: utf8)
            } else if utf8.contains(where: Self.mayAct) {
                for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars { write(escaping: scalar) }
            } else {
                for byte in utf8 { write(escaping: byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether no byte needs an escape, as in nearly all text.
    private static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in utf8 where mustEscape(byte) || mayAct(byte) { return false }
        return true
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Whether the byte may begin a character that acts on a terminal: a control, a mark of direction, a character without
    /// width.
    private static func mayAct(_ byte: UInt8) -> Bool {
        byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF
    }

    private mutating func write(escaping scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x80..<0xA0, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB:
            let hex = String(scalar.value, radix: 16)
            write("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
        default:
            for byte in Array(String(scalar).utf8) { write(escaping: byte) }
        }
    }

    private mutating func write(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case 0..<0x20: escape(control: byte)
        default: bytes.append(byte)
        }
    }

    private mutating func escape(control byte: UInt8) {
        switch byte {
        case 0x08: write("\\b")
        case 0x09: write("\\t")
        case 0x0A: write("\\n")
        case 0x0C: write("\\f")
        case 0x0D: write("\\r")
        default: write((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16))
        }
    }
}

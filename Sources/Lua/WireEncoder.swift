import CLuaBridge

/// Encodes values as wire bytes, for calls that read them from Swift's own memory.
enum WireEncoder {
    static func encode(_ values: [LuaValue]) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in values { append(value, to: &bytes) }
        return bytes
    }

    private static func append(_ value: LuaValue, to bytes: inout [UInt8]) {
        switch value {
        case .nil, .opaque, .task: bytes.append(UInt8(BRIDGE_TAG_NIL))
        case .null: bytes.append(UInt8(BRIDGE_TAG_NULL))
        case .boolean(let value): bytes.append(UInt8(value ? BRIDGE_TAG_TRUE : BRIDGE_TAG_FALSE))
        case .integer(let value): append(BRIDGE_TAG_INTEGER, value, to: &bytes)
        case .number(let value): append(BRIDGE_TAG_NUMBER, value.bitPattern, to: &bytes)
        case .string(let text): append(text: text.utf8, to: &bytes)
        case .bytes(let text): append(text: text, to: &bytes)
        case .table(let table): append(table, to: &bytes)
        }
    }

    private static func append<T: FixedWidthInteger>(_ tag: Int, _ value: T, to bytes: inout [UInt8]) {
        bytes.append(UInt8(tag))
        append(value, to: &bytes)
    }

    private static func append<T: FixedWidthInteger>(_ value: T, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func append(text: some Collection<UInt8>, to bytes: inout [UInt8]) {
        append(BRIDGE_TAG_STRING, UInt32(text.count), to: &bytes)
        bytes.append(contentsOf: text)
    }

    private static func append(_ table: LuaTable, to bytes: inout [UInt8]) {
        append(table.isList ? BRIDGE_TAG_LIST : BRIDGE_TAG_TABLE, UInt32(table.items.count), to: &bytes)
        append(UInt32(table.fields.count), to: &bytes)
        for item in table.items { append(item, to: &bytes) }
        for field in table.fields {
            append(field.key, to: &bytes)
            append(field.value, to: &bytes)
        }
    }
}

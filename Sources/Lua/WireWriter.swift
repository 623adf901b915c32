import CLuaBridge

/// Writes values into the out buffer, from which C makes Lua values.
struct WireWriter {
    let bridge: OpaquePointer

    func put(_ values: [LuaValue]) {
        for value in values { put(value) }
    }

    func put(_ value: LuaValue) {
        switch value {
        case .nil, .opaque, .task: bridge_put_nil(bridge)
        case .boolean(let value): bridge_put_boolean(bridge, value)
        case .integer(let value): bridge_put_integer(bridge, value)
        case .number(let value): bridge_put_number(bridge, value)
        case .string(let text): put(text)
        case .bytes(let bytes): put(bytes)
        case .table(let table): put(table)
        case .null: bridge_put_null(bridge)
        }
    }

    func put(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bridge_put_string(bridge, $0.baseAddress, $0.count) }
        }
    }

    func put(_ error: ScriptError) {
        let fields = error.fields
        bridge_put_error(bridge, UInt32(fields.count), error.ending?.rawValue ?? 0)
        put(fields)
    }

    private func put(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bridge_put_string(bridge, $0.baseAddress, $0.count) }
        }
    }

    private func put(_ table: LuaTable) {
        bridge_put_table(bridge, UInt32(table.items.count), UInt32(table.fields.count), table.isList)
        put(table.items)
        put(table.fields)
    }

    private func put(_ fields: [LuaTable.Field]) {
        for field in fields {
            put(field.key)
            put(field.value)
        }
    }
}

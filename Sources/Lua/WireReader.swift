import CLuaBridge
internal import Glibc

/// Reads values that C has encoded; see the tags in CLuaBridge.h.
struct WireReader {
    private var next: UnsafeRawPointer
    private let end: UnsafeRawPointer

    init?(_ bytes: UnsafePointer<UInt8>?, count: Int) {
        guard let bytes else { return nil }
        next = UnsafeRawPointer(bytes)
        end = next + count
    }

    /// All values up to the end.
    static func values(_ bytes: UnsafePointer<UInt8>?, count: Int) -> [LuaValue] {
        guard count > 0, var reader = WireReader(bytes, count: count) else { return [] }
        var values: [LuaValue] = []
        while reader.next < reader.end { values.append(reader.value()) }
        return values
    }

    private mutating func read<T: BitwiseCopyable>(_ type: T.Type) -> T {
        defer { next += MemoryLayout<T>.size }
        return next.loadUnaligned(as: type)
    }

    private mutating func value() -> LuaValue {
        switch Int(read(UInt8.self)) {
        case BRIDGE_TAG_FALSE: .boolean(false)
        case BRIDGE_TAG_TRUE: .boolean(true)
        case BRIDGE_TAG_INTEGER: .integer(read(Int64.self))
        case BRIDGE_TAG_NUMBER: .number(read(Double.self))
        case BRIDGE_TAG_STRING: string()
        case BRIDGE_TAG_TABLE: table(isList: false)
        case BRIDGE_TAG_LIST: table(isList: true)
        case BRIDGE_TAG_NULL: .null
        case BRIDGE_TAG_OPAQUE: .opaque(typeName(read(UInt8.self)))
        case BRIDGE_TAG_TASK: task()
        default: .nil
        }
    }

    private mutating func string() -> LuaValue {
        let count = Int(read(UInt32.self)), start = next
        next += count
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        // `String(validating:as:)` would cost a fifth of a whole call; instead, a repaired text is recognised because it
        // differs from the bytes.
        var text = String(decoding: bytes, as: UTF8.self)
        let isWhole = text.withUTF8 { decoded in
            guard let first = decoded.baseAddress, decoded.count == count else { return count == 0 }
            return memcmp(first, start, count) == 0
        }
        return isWhole ? .string(text) : .bytes(Array(bytes))
    }

    private mutating func table(isList: Bool) -> LuaValue {
        let itemCount = Int(read(UInt32.self)), fieldCount = Int(read(UInt32.self))
        var table = LuaTable(isList: isList)
        table.items.reserveCapacity(itemCount)
        table.fields.reserveCapacity(fieldCount)
        for _ in 0..<itemCount { table.items.append(value()) }
        for _ in 0..<fieldCount {
            let key = value()
            table.fields.append(LuaTable.Field(key: key, value: value()))
        }
        return .table(table)
    }

    private mutating func task() -> LuaValue {
        let slot = read(UInt32.self), serial = read(UInt64.self)
        let state = TaskState(rawValue: read(UInt8.self)) ?? .failed
        return .task(TaskReference(slot: slot, serial: serial, state: state))
    }

    private func typeName(_ type: UInt8) -> String {
        switch type {
        case 6: "function"
        case 8: "thread"
        default: "userdata"
        }
    }
}

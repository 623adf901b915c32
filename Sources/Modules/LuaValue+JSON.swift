import Basics
import Lua

// Conversion of Lua values to JSON and back. A table with items and no other fields is an array; an empty
// table is an object unless it is a list.
extension JSONValue {
    /// Converts a Lua value to JSON.
    /// - Throws: An error that tells in a sentence what can't be written as JSON.
    init(_ value: LuaValue) throws(JSONConversionError) {
        switch value {
        case .nil, .null: self = .null
        case .boolean(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value):
            guard value.isFinite else { throw JSONConversionError("\(value) is no number in JSON") }
            self = .number(value)
        case .string(let text): self = .string(text)
        case .bytes: throw JSONConversionError("a string is not valid UTF-8")
        case .table(let table): self = try Self.of(table)
        case .task: throw JSONConversionError("a task can't be written as JSON")
        case .opaque(let type): throw JSONConversionError("a \(type) can't be written as JSON")
        }
    }

    private static func of(_ table: LuaTable) throws(JSONConversionError) -> JSONValue {
        if table.fields.isEmpty, table.isList || !table.items.isEmpty {
            var elements: [JSONValue] = []
            elements.reserveCapacity(table.items.count)
            for item in table.items { elements.append(try JSONValue(item)) }
            return .array(elements)
        }
        guard table.items.isEmpty else {
            throw JSONConversionError("a table has both items and named fields; JSON has either")
        }
        var members: [JSONObject.Member] = []
        for field in table.fields {
            members.append(.init(key: try name(field.key), value: try JSONValue(field.value)))
        }
        return .object(JSONObject(members.sorted { $0.key < $1.key }))
    }

    private static func name(_ key: LuaValue) throws(JSONConversionError) -> String {
        switch key {
        case .string(let name): return name
        case .integer(let number): return String(number)
        default: throw JSONConversionError("a key is a \(key.typeName); JSON's are strings")
        }
    }
}

/// Why a value can't be written as JSON.
struct JSONConversionError: Error {
    var problem: String

    init(_ problem: String) { self.problem = problem }
}

extension LuaValue {
    /// Converts JSON to a Lua value; null becomes `json.null` in arrays and if `keepsNull`, and nil
    /// elsewhere.
    init(_ value: JSONValue, keepsNull: Bool) {
        switch value {
        case .null: self = keepsNull ? .null : .nil
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { LuaValue($0, keepsNull: true) })
        case .object(let object):
            let fields = object.members.compactMap { member -> LuaTable.Field? in
                if member.value.isNull, !keepsNull { return nil }
                return LuaTable.Field(
                    key: .string(member.key), value: LuaValue(member.value, keepsNull: keepsNull))
            }
            self = .table(LuaTable(fields: fields))
        }
    }
}

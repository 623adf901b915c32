/// A Lua value copied out of Lua: plain data outside the garbage collector.
public enum LuaValue: Sendable, Equatable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// A string of valid UTF-8.
    case string(String)
    /// A string that is not valid UTF-8.
    case bytes([UInt8])
    case table(LuaTable)
    /// `json.null`: the value of null, where nil would be no value.
    case null
    /// The handle of a task.
    case task(TaskReference)
    /// A value that stays in Lua: a function, a coroutine, a userdata. Holds its type's name.
    case opaque(String)
}

/// A table as data: the sequence 1…n, then all other fields in any order.
public struct LuaTable: Sendable {
    public struct Field: Sendable, Equatable {
        public var key: LuaValue
        public var value: LuaValue

        public init(key: LuaValue, value: LuaValue) {
            self.key = key
            self.value = value
        }
    }

    public var items: [LuaValue]
    public var fields: [Field]
    /// Whether the table is a list even if it is empty: it has the metatable of lists.
    public var isList: Bool

    public init(items: [LuaValue] = [], fields: [Field] = [], isList: Bool = false) {
        self.items = items
        self.fields = fields
        self.isList = isList
    }

    /// Makes a table with string keys, in the order given.
    public init(_ fields: KeyValuePairs<String, LuaValue>) {
        self.init(fields: fields.map { Field(key: .string($0.key), value: $0.value) })
    }

    /// The value of a field with a string key; `.nil` if there is none.
    public subscript(_ name: String) -> LuaValue {
        fields.first { $0.key == .string(name) }?.value ?? .nil
    }

    /// The fields with string keys, sorted by name.
    public var namedFields: [(name: String, value: LuaValue)] {
        fields.compactMap { field in
            if case .string(let name) = field.key { (name, field.value) } else { nil }
        }.sorted { $0.0 < $1.0 }
    }
}

extension LuaTable: Equatable {
    /// ``isList`` matters for empty tables only: items and fields show what any other table is.
    public static func == (left: LuaTable, right: LuaTable) -> Bool {
        let isEmpty = left.items.isEmpty && left.fields.isEmpty
        return left.items == right.items && left.fields == right.fields
            && (!isEmpty || left.isList == right.isList)
    }
}

/// The task that a handle refers to.
public struct TaskReference: Sendable, Hashable {
    /// The task's slot while it lives; later tasks use it again.
    public var slot: UInt32
    /// Unique to the task.
    public var serial: UInt64
    public var state: TaskState

    public init(slot: UInt32, serial: UInt64, state: TaskState = .live) {
        self.slot = slot
        self.serial = serial
        self.state = state
    }
}

/// The state of a task, as its handle knows it.
public enum TaskState: UInt8, Sendable {
    case live, done, failed, cancelled
}

extension LuaValue {
    public var isNil: Bool { self == .nil }

    /// The text of a string; nil for anything else, numbers included.
    public var text: String? {
        switch self {
        case .string(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// The bytes of a string.
    public var rawBytes: [UInt8]? {
        switch self {
        case .string(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        default: nil
        }
    }

    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// An integer, or a float with an integral value.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    public var table: LuaTable? {
        if case .table(let table) = self { table } else { nil }
    }

    /// The type's name in Lua.
    public var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string, .bytes: "string"
        case .table: "table"
        case .null, .task: "userdata"
        case .opaque(let name): name
        }
    }

    /// Makes a list, which JSON writes as an array even if it is empty.
    public static func array(_ items: [LuaValue]) -> LuaValue {
        .table(LuaTable(items: items, isList: true))
    }

    /// Makes a list of strings.
    public static func strings(_ items: [String]) -> LuaValue { .array(items.map { .string($0) }) }
}

extension LuaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

/// An error as a script sees it: a kind to match, a message to read, and what the cloud reported.
///
/// It becomes a table with the fields `kind`, `message`, `code`, `status`, `request_id`, `retryable`, `where` and those of
/// ``details``; `tostring` gives one line, `err:is(kind)` matches.
public struct ScriptError: Error, Sendable, Equatable {
    /// Why an error ends its task.
    ///
    /// Such an error is recognised by identity: a script's own table with the same fields does not end a task.
    public enum Ending: UInt8, Sendable {
        /// The task was cancelled.
        case task = 1
        /// The script called `exit`; no `pcall` catches it.
        case program = 2
        /// A person interrupted a line of the REPL.
        case line = 3
    }

    /// For a script to match: `"api"`, `"timeout"`, `"cancelled"`, `"usage"`, ….
    public var kind: String
    public var message: String
    /// The code that the cloud gave.
    public var code: String?
    /// The HTTP status.
    public var status: Int?
    public var requestID: String?
    public var retryable: Bool?
    /// Further fields for the script, by name.
    public var details: [LuaTable.Field]
    /// Why it ends its task; nil if it does not.
    public var ending: Ending?

    public init(
        kind: String, message: String, code: String? = nil, status: Int? = nil, requestID: String? = nil,
        retryable: Bool? = nil, details: [LuaTable.Field] = [], ending: Ending? = nil
    ) {
        self.kind = kind
        self.message = message
        self.code = code
        self.status = status
        self.requestID = requestID
        self.retryable = retryable
        self.details = details
        self.ending = ending
    }

    /// The fields that are set, in a fixed order.
    var fields: [LuaTable.Field] {
        var fields = [
            LuaTable.Field(key: "kind", value: .string(kind)),
            LuaTable.Field(key: "message", value: .string(message)),
        ]
        func add(_ name: String, _ value: LuaValue?) {
            if let value { fields.append(LuaTable.Field(key: .string(name), value: value)) }
        }
        add("code", code.map { .string($0) })
        add("status", status.map { .integer(Int64($0)) })
        add("request_id", requestID.map { .string($0) })
        add("retryable", retryable.map { .boolean($0) })
        return fields + details
    }
}

/// An argument whose content is wrong; becomes `bad argument #1 to 'reboot' (…)` with the script's position.
public struct ArgumentError: Error, Sendable {
    /// The argument's number, from 1.
    public var argument: Int
    /// The option's name, if the argument is a table of options.
    public var field: String?
    public var problem: String

    public init(argument: Int, field: String? = nil, _ problem: String) {
        self.argument = argument
        self.field = field
        self.problem = problem
    }
}

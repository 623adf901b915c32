/// The declaration of a function that scripts can call: its only description.
///
/// Registration, argument checks, `help(…)`, completion, the editor's definitions and the reference page derive from it.
public struct FunctionDeclaration: Sendable {
    /// The path by which scripts call it: `sleep`, `zec.reboot`; `task:wait` for a method of task handles.
    public var path: String
    /// One sentence that says what it does.
    public var summary: String
    public var parameters: [Parameter]
    /// The meaning of arguments beyond ``parameters``; nil if no more are accepted.
    public var rest: Parameter?
    public var results: [ResultDeclaration]
    /// Whether a call may make the task wait.
    public var waits: Bool

    public init(
        _ path: String, _ summary: String, parameters: [Parameter] = [], rest: Parameter? = nil,
        results: [ResultDeclaration] = [], waits: Bool = false
    ) {
        self.path = path
        self.summary = summary
        self.parameters = parameters
        self.rest = rest
        self.results = results
        self.waits = waits
    }

    /// The last part of the path.
    public var shortName: Substring {
        path.split(whereSeparator: { $0 == "." || $0 == ":" }).last ?? Substring(path)
    }
}

/// One parameter, or one option of a table of options.
public struct Parameter: Sendable {
    public var name: String
    public var type: ValueType
    public var summary: String
    public var isOptional: Bool
    /// What a text must look like, or each text of a list; nil if every text will do.
    public var form: TextForm?
    /// The name of an option without which this option is an error.
    public var partner: String?

    public init(
        _ name: String, _ type: ValueType, _ summary: String, optional: Bool = false, form: TextForm? = nil,
        partner: String? = nil
    ) {
        self.name = name
        self.type = type
        self.summary = summary
        self.isOptional = optional
        self.form = form
        self.partner = partner
    }
}

/// An argument that the program gives a function of the script.
public struct CallbackArgument: Sendable {
    public var name: String
    /// The type as the editor's definitions write it: `string`, `zec.instance`.
    public var type: String

    public init(_ name: String, _ type: String) {
        self.name = name
        self.type = type
    }
}

/// One result, or one field of a table that is a result.
public struct ResultDeclaration: Sendable {
    public var name: String
    /// The type as the editor's definitions write it: `string[]`, `table<string, string>`.
    public var type: String
    public var summary: String

    public init(_ name: String, _ type: String, _ summary: String) {
        self.name = name
        self.type = type
        self.summary = summary
    }
}

/// The type of a parameter.
public enum ValueType: Sendable {
    case any, boolean, integer, number, string, function, task, table
    /// A function that the program calls with these arguments.
    case callback([CallbackArgument])
    /// Seconds as a number, or text such as `"1h30m"`.
    case duration
    /// A sequence; the text names its elements: `"instance ids"`.
    case array(of: String)
    /// One text, or a sequence of texts; the text names one: `"instance id"`.
    case oneOrMore(of: String)
    case choice([String])
    case options([Parameter])
    case anyOf([ValueType])

    /// The type in error messages: `bad argument #1 to 'f' (… expected, got nil)`.
    public var expectation: String {
        switch self {
        case .any: "value"
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .function, .callback: "function"
        case .task: "task"
        case .table: "table"
        case .duration: #"duration in seconds or as text like "5m""#
        case .array(let element): "array of \(element)"
        case .oneOrMore(let element): "\(element) or array of \(element)s"
        case .choice(let choices): choices.map { #""\#($0)""# }.joined(separator: " or ")
        case .options: "table of options"
        case .anyOf(let types): types.map(\.expectation).joined(separator: " or ")
        }
    }

    /// The type in the editor's definitions.
    public var annotation: String {
        switch self {
        case .any: "any"
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .function: "function"
        case .callback(let arguments):
            "fun(\(arguments.map { "\($0.name): \($0.type)" }.joined(separator: ", "))): any"
        case .task: "task"
        case .table: "table"
        case .duration: "number|string"
        case .array: "any[]"
        case .oneOrMore: "string|string[]"
        case .choice(let choices): choices.map { #""\#($0)""# }.joined(separator: "|")
        case .options(let options):
            "{ "
                + options.map { "\($0.name)\($0.isOptional ? "?" : ""): \($0.type.annotation)" }
                .joined(separator: ", ") + " }"
        case .anyOf(let types): types.map(\.annotation).joined(separator: "|")
        }
    }
}

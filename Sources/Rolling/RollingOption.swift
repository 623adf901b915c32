import Lua

/// One option of a rolling specification: declared once, for its check, its default, the reference and the editor.
struct RollingOption: Sendable {
    /// The kind of an option's value; the raw value is the name of the kind in the check in Lua.
    enum Kind: String, Sendable {
        case text, flag, count, positive, amount, amounts, share, duration, time, function, functions, table,
            list, texts, port, url
        case choice
        case choiceOrFunction = "choice_or_function"
        case textOrFunction = "text_or_function"
        case listOrFunction = "list_or_function"
        case urlOrFunction = "url_or_function"
    }

    var name: String
    var kind: Kind
    /// One or two sentences, without the default and without the alternative.
    var summary: String
    /// The function that a script may give instead of such a value.
    var alternative: String?
    /// The arguments of a function that is the value; empty if the function gets something else than ids and rows.
    var arguments: [CallbackArgument] = []
    /// The fields of a table that another module reads.
    var foreignFields: [Parameter] = []
    /// What a text must look like; nil if every text will do.
    var form: TextForm?
    /// The name of the option on a command line; unless set, the name with hyphens.
    var flag: String?
    /// What stands for the value of the option in the help of a script, such as `N|P%`; unless set, made from the kind.
    var metavar: String?
    /// Whether a command line can't give the option, or has no use for it.
    var isOnlyInLua = false
    /// Whether a table has an effect with nothing in it, such as `canary`.
    var isSwitch = false
    var `default`: LuaValue = .nil
    /// The allowed words, for the kinds `choice` and `choiceOrFunction`.
    var choices: [String] = []
    /// The options of a table.
    var fields: [RollingOption] = []
    var isRequired = false
    /// The name of an option that must be given with this one.
    var partner: String?

    /// The option as a table for the check in Lua.
    var value: LuaValue {
        .table(
            LuaTable([
                "name": .string(name), "kind": .string(kind.rawValue), "default": `default`,
                "summary": .string(summary), "only_in_lua": .boolean(isOnlyInLua),
                "flag": flag.map { .string($0) } ?? .nil, "metavar": metavar.map { .string($0) } ?? .nil,
                "is_switch": .boolean(isSwitch),
                "required": .boolean(isRequired),
                "choices": choices.isEmpty ? .nil : .strings(choices),
                "fields": fields.isEmpty ? .nil : .array(fields.map(\.value)),
            ]))
    }

    /// The option as a parameter in the declarations of functions.
    var parameter: Parameter {
        Parameter(
            name, type, wholeSummary + defaultWords, optional: !isRequired, form: form ?? kind.form,
            partner: partner)
    }

    /// The summary, with one more sentence for the alternative.
    private var wholeSummary: String {
        guard let alternative else { return summary }
        return summary + " " + alternative.prefix(1).uppercased() + alternative.dropFirst() + "."
    }

    private var defaultWords: String {
        guard !`default`.isNil, fields.isEmpty else { return "" }
        let shown =
            `default`.text.map { "\"\($0)\"" } ?? `default`.integer.map { "\($0)" }
            ?? `default`.boolean.map { "\($0)" }
        return shown.map { " \($0) unless set." } ?? ""
    }

    private var type: ValueType {
        let function = arguments.isEmpty ? ValueType.function : .callback(arguments)
        return switch kind {
        case .text, .url: .string
        case .flag: .boolean
        case .count, .positive, .port: .integer
        case .amount, .share: .anyOf([.integer, .string])
        case .amounts: .anyOf([.integer, .string, .table])
        case .duration, .time: .duration
        case .function: function
        case .functions: .anyOf([.function, .table])
        case .table:
            fields.isEmpty && foreignFields.isEmpty
                ? .table : .options(fields.map(\.parameter) + foreignFields)
        case .list: .array(of: "values")
        case .texts: .array(of: "texts")
        case .choice: .choice(choices)
        case .choiceOrFunction: .anyOf([.choice(choices), function])
        case .textOrFunction, .urlOrFunction: .anyOf([.string, function])
        case .listOrFunction: .anyOf([.table, function])
        }
    }
}

extension RollingOption.Kind {
    /// The form of texts of this kind; nil if every text will do.
    fileprivate var form: TextForm? {
        switch self {
        case .amount, .amounts: .amount
        case .share: .share
        default: nil
        }
    }
}

extension TextForm {
    /// A count or a share, as `amounts.parse` reads it.
    fileprivate static let amount = TextForm { text, _ in
        text.wholeMatch(of: /\s*\d+\s*/) != nil || share.isRight(text)
            ? nil : "'\(text)' is not a number from 1 on, and not a share such as \"10%\""
    }

    fileprivate static let share = TextForm { text, _ in
        text.wholeMatch(of: /\s*[\d.]+\s*%\s*/) != nil ? nil : "'\(text)' is not a share such as \"10%\""
    }

    private func isRight(_ text: String) -> Bool { problem(with: text, readFile: { _ in [] }) == nil }
}

extension RollingOption {
    func unless(_ value: LuaValue) -> RollingOption {
        var copy = self
        copy.default = value
        return copy
    }

    var required: RollingOption {
        var copy = self
        copy.isRequired = true
        return copy
    }

    /// Sets the name of the option on a command line, without the dashes; for a table, the beginning of the flags of its fields.
    func flag(_ name: String, _ metavar: String? = nil) -> RollingOption {
        var copy = self
        copy.flag = name
        copy.metavar = metavar
        return copy
    }

    /// A function of an id and the row of the instance.
    var ofIDAndRow: RollingOption { called(with: [.init("id", "string"), .init("row", "zec.instance")]) }

    /// A function of the rows of two instances.
    var ofTwoRows: RollingOption { called(with: [.init("a", "zec.instance"), .init("b", "zec.instance")]) }

    private func called(with arguments: [CallbackArgument]) -> RollingOption {
        var copy = self
        copy.arguments = arguments
        return copy
    }

    func fields(of parameter: Parameter) -> RollingOption {
        var copy = self
        if case .options(let fields) = parameter.type { copy.foreignFields = fields }
        return copy
    }

    func form(_ form: TextForm) -> RollingOption {
        var copy = self
        copy.form = form
        return copy
    }

    func with(_ partner: String) -> RollingOption {
        var copy = self
        copy.partner = partner
        return copy
    }

    func alsoFunction(_ alternative: String) -> RollingOption {
        var copy = self
        copy.alternative = alternative
        return copy
    }

    var onlyInLua: RollingOption {
        var copy = self
        copy.isOnlyInLua = true
        return copy
    }

    var asSwitch: RollingOption {
        var copy = self
        copy.isSwitch = true
        return copy
    }

    static func of(_ kind: Kind, _ name: String, _ summary: String) -> RollingOption {
        RollingOption(name: name, kind: kind, summary: summary)
    }

    /// The first choice is the default.
    static func choice(_ name: String, _ choices: [String], _ summary: String) -> RollingOption {
        RollingOption(
            name: name, kind: .choice, summary: summary, default: choices.first.map { .string($0) } ?? .nil,
            choices: choices)
    }

    static func choiceOrFunction(_ name: String, _ choices: [String], _ summary: String) -> RollingOption {
        RollingOption(
            name: name, kind: .choiceOrFunction, summary: summary,
            default: choices.first.map { .string($0) } ?? .nil, choices: choices)
    }

    static func table(_ name: String, _ summary: String, _ fields: [RollingOption]) -> RollingOption {
        RollingOption(name: name, kind: .table, summary: summary, fields: fields)
    }
}

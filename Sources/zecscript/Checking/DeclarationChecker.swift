internal import Lua
internal import Modules
internal import ScriptRuntime

/// Finds names that the program's declarations do not have (functions of modules, options, fields of instances), and texts
/// that are no value of an option.
///
/// It reads the text of the script and runs nothing, so it finds only what is written out: `rolling.reboot { max_down = 1 }`.
struct DeclarationChecker {
    struct Finding: Equatable {
        var line: Int
        var message: String
    }

    /// The fields of each module, functions and values.
    var fields: [String: [String]]
    var functions: [String: FunctionDeclaration]
    /// The kinds of table that functions return.
    var records: [RecordDeclaration]
    /// Reads the rules of a time zone.
    var readFile: TextForm.FileReader

    func findings(in names: ScriptNames) -> [Finding] {
        var findings = ResultFields(names: names, functions: functions, records: records).findings()
        for index in names.tokens.indices
        where !names.isSymbol(".", index - 1) && !names.isSymbol(":", index - 1) {
            guard let name = names.name(index) else { continue }
            if let module = names.modules[name], names.isSymbol(".", index + 1),
                let field = names.name(index + 2)
            {
                findings += check(field, of: module, at: index, names)
            } else if names.name(index - 1) != "function", !names.declared.contains(name),
                let function = functions[name]
            {
                findings += call(of: function, from: index + 1, names)
            }
            if names.instances.contains(where: { $0.name == name && $0.tokens.contains(index) }) {
                findings += instanceField(after: index, names)
            } else if let end = names.end(ofItemAt: index) {
                findings += instanceField(after: end - 1, names)
            }
        }
        return findings
    }

    private func check(_ field: String, of module: String, at index: Int, _ names: ScriptNames) -> [Finding] {
        if let function = functions["\(module).\(field)"] {
            return call(of: function, from: index + 3, names)
        }
        // An assignment defines the field.
        let isAssigned = names.isSymbol("=", index + 3) && !names.isSymbol("=", index + 4)
        guard let known = fields[module], !known.contains(field), !isAssigned else { return [] }
        let hint = NearestName.hint(for: field, among: known)
        return [
            Finding(line: names.tokens[index + 2].line, message: "'\(module)' has no field '\(field)'\(hint)")
        ]
    }

    // MARK: Options

    /// Checks the tables and the texts that are written out as arguments of a call.
    private func call(of function: FunctionDeclaration, from first: Int, _ names: ScriptNames) -> [Finding] {
        if names.isSymbol("{", first) || names.string(first) != nil {
            return argument(at: first, of: function, parameter: 0, names)
        }
        guard names.isSymbol("(", first) else { return [] }
        var findings: [Finding] = [], argument = 0, depth = 0
        for index in first..<names.tokens.count {
            if depth == 1, isStart(index, names) {
                findings += self.argument(at: index, of: function, parameter: argument, names)
            }
            if depth == 1, names.isSymbol(",", index) { argument += 1 }
            depth += names.tokens[index].nesting
            if depth == 0 { break }
        }
        return findings
    }

    private func isStart(_ index: Int, _ names: ScriptNames) -> Bool {
        names.isSymbol("(", index - 1) || names.isSymbol(",", index - 1)
    }

    private func argument(
        at index: Int, of function: FunctionDeclaration, parameter: Int, _ names: ScriptNames
    ) -> [Finding] {
        let parameters = function.writtenParameters
        guard parameters.indices.contains(parameter) else { return [] }
        if names.isSymbol("{", index) {
            let options = FunctionDeclaration.options(of: parameters[parameter])
            return table(at: index, options, owner: function.path, names)
        }
        return text(at: index, of: parameters[parameter], owner: function.path, names)
    }

    /// Checks the keys of a table that is written out, and of the tables in it that are options too.
    private func table(at open: Int, _ options: [Parameter], owner: String, _ names: ScriptNames) -> [Finding]
    {
        guard !options.isEmpty else { return [] }
        var findings: [Finding] = [], depth = 0, keys: Set<String> = [], hasOthers = false
        for index in open..<names.tokens.count {
            let isKey =
                depth == 1 && names.isSymbol("=", index + 1) && !names.isSymbol("=", index + 2)
                && ["{", ",", ";"].contains { names.isSymbol($0, index - 1) }
            // `[name] = value` may set any option.
            if depth == 1, names.isSymbol("[", index), names.name(index - 1) == nil { hasOthers = true }
            if isKey, let key = names.name(index) {
                if names.name(index + 2) != "nil" { keys.insert(key) }
                if let option = options.first(where: { $0.name == key }) {
                    findings += value(at: index + 2, of: option, owner: "\(owner): \(key)", names)
                } else {
                    let hint = NearestName.hintOrList(for: key, among: options.map(\.name))
                    let message = "\(owner) has no option '\(key)'\(hint)"
                    findings.append(Finding(line: names.tokens[index].line, message: message))
                }
            }
            depth += names.tokens[index].nesting
            if depth == 0 { break }
        }
        let missing = hasOthers ? [] : missing(in: keys, options, owner: owner)
        return findings + missing.map { Finding(line: names.tokens[open].line, message: $0) }
    }

    /// What a table with these keys lacks: options that must be given, alone or with another.
    private func missing(in keys: Set<String>, _ options: [Parameter], owner: String) -> [String] {
        let required = options.filter { !$0.isOptional && !keys.contains($0.name) }
            .map { "\(owner) needs the option '\($0.name)'" }
        let partners = options.filter { keys.contains($0.name) }.compactMap { option -> String? in
            guard let partner = option.partner, !keys.contains(partner) else { return nil }
            return "\(owner): '\(option.name)' needs '\(partner)'"
        }
        return required + partners
    }

    /// Checks the value of an option, as far as it is written out.
    private func value(at index: Int, of option: Parameter, owner: String, _ names: ScriptNames) -> [Finding]
    {
        if names.isSymbol("{", index) {
            let options = FunctionDeclaration.options(of: option)
            return options.isEmpty
                ? texts(at: index, of: option, owner: owner, names)
                : table(at: index, options, owner: owner, names)
        }
        if let arguments = option.type.callbackArguments, let function = names.function(at: index) {
            return zip(arguments, function.parameters).filter { $0.0.type == InstanceDeclaration.row.name }
                .flatMap { instanceFields(of: $0.1, in: function.tokens, names) }
        }
        return text(at: index, of: option, owner: owner, names)
    }

    // MARK: Texts

    /// Checks the texts of a list that is written out.
    private func texts(at open: Int, of option: Parameter, owner: String, _ names: ScriptNames) -> [Finding] {
        var findings: [Finding] = [], depth = 0
        for index in open..<names.tokens.count {
            if depth == 1 { findings += text(at: index, of: option, owner: owner, names) }
            depth += names.tokens[index].nesting
            if depth == 0 { break }
        }
        return findings
    }

    /// Checks a text that is a whole value: not the text of `"1" .. unit`, and none with an escape.
    private func text(at index: Int, of parameter: Parameter, owner: String, _ names: ScriptNames)
        -> [Finding]
    {
        guard let text = names.string(index), !text.contains("\\"),
            [",", ";", "}", ")"].contains(where: { names.isSymbol($0, index + 1) })
                || names.name(index - 1) != nil,
            !names.isSymbol(".", index - 1),
            let form = parameter.form ?? parameter.type.form,
            let problem = form.problem(with: text, readFile: readFile)
        else { return [] }
        return [Finding(line: names.tokens[index].line, message: "\(owner): \(problem)")]
    }

    // MARK: Instances

    /// Checks the fields of a variable that holds the row of an instance.
    private func instanceFields(of name: String, in tokens: Range<Int>, _ names: ScriptNames) -> [Finding] {
        tokens.filter {
            names.name($0) == name && !names.isSymbol(".", $0 - 1) && !names.isSymbol(":", $0 - 1)
        }
        .flatMap { instanceField(after: $0, names) }
    }

    /// Checks the field whose name follows a token that ends the row of an instance.
    private func instanceField(after index: Int, _ names: ScriptNames) -> [Finding] {
        guard names.isSymbol(".", index + 1), !names.isSymbol(".", index + 2),
            let field = names.name(index + 2),
            let problem = InstanceDeclaration.row.problem(withField: field)
        else { return [] }
        return [Finding(line: names.tokens[index + 2].line, message: problem)]
    }
}

extension ValueType {
    /// The arguments of the function that a value may be; nil if it may be none, or one whose arguments are not declared.
    fileprivate var callbackArguments: [CallbackArgument]? {
        switch self {
        case .callback(let arguments): arguments
        case .anyOf(let types): types.lazy.compactMap(\.callbackArguments).first
        default: nil
        }
    }

    /// The form of the texts that are values of this type; nil if every text may be one.
    fileprivate var form: TextForm? {
        switch self {
        case .duration: .duration
        case .choice(let choices): .oneOf(choices)
        case .anyOf(let types): types.contains(where: \.isText) ? nil : types.lazy.compactMap(\.form).first
        default: nil
        }
    }

    private var isText: Bool {
        switch self {
        case .any, .string, .oneOrMore: true
        default: false
        }
    }
}

extension TextForm {
    fileprivate static func oneOf(_ choices: [String]) -> TextForm {
        TextForm { text, _ in
            guard !choices.contains(text) else { return nil }
            let hint = NearestName.hint(for: text, among: choices)
            return "'\(text)' is not allowed; one of \(choices.joined(separator: ", ")) expected\(hint)"
        }
    }
}

internal import Lua
internal import Modules
internal import ScriptRuntime

/// Finds names that the program's declarations do not have: functions of modules, options, fields of instances.
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

    func findings(in names: ScriptNames) -> [Finding] {
        var findings: [Finding] = []
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
            if let finding = instanceField(at: index, name, names) { findings.append(finding) }
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

    /// Checks the tables that are written out as arguments of a call.
    private func call(of function: FunctionDeclaration, from first: Int, _ names: ScriptNames) -> [Finding] {
        if names.isSymbol("{", first) { return table(at: first, of: function, parameter: 0, names) }
        guard names.isSymbol("(", first) else { return [] }
        var findings: [Finding] = [], argument = 0, depth = 0
        for index in first..<names.tokens.count {
            if depth == 1, names.isSymbol("{", index), isStart(index, names) {
                findings += table(at: index, of: function, parameter: argument, names)
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

    private func table(
        at index: Int, of function: FunctionDeclaration, parameter: Int, _ names: ScriptNames
    ) -> [Finding] {
        let parameters = function.writtenParameters
        guard parameters.indices.contains(parameter) else { return [] }
        return table(
            at: index, FunctionDeclaration.options(of: parameters[parameter]), owner: function.path, names)
    }

    /// Checks the keys of a table that is written out, and of the tables in it that are options too.
    private func table(at open: Int, _ options: [Parameter], owner: String, _ names: ScriptNames) -> [Finding]
    {
        guard !options.isEmpty else { return [] }
        var findings: [Finding] = [], depth = 0
        for index in open..<names.tokens.count {
            let isKey =
                depth == 1 && names.isSymbol("=", index + 1) && !names.isSymbol("=", index + 2)
                && ["{", ",", ";"].contains { names.isSymbol($0, index - 1) }
            if isKey, let key = names.name(index) {
                if let option = options.first(where: { $0.name == key }) {
                    guard names.isSymbol("{", index + 2) else { continue }
                    findings += table(
                        at: index + 2, FunctionDeclaration.options(of: option), owner: "\(owner): \(key)",
                        names)
                } else {
                    let hint = NearestName.hint(for: key, among: options.map(\.name))
                    let message = "\(owner) has no option '\(key)'\(hint)"
                    findings.append(Finding(line: names.tokens[index].line, message: message))
                }
            }
            depth += names.tokens[index].nesting
            if depth == 0 { break }
        }
        return findings
    }

    // MARK: Instances

    private func instanceField(at index: Int, _ name: String, _ names: ScriptNames) -> Finding? {
        guard names.isSymbol(".", index + 1), let field = names.name(index + 2),
            names.instances.contains(where: { $0.name == name && $0.tokens.contains(index) }),
            let meant = InstanceDeclaration.meant(by: field)
        else { return nil }
        return Finding(
            line: names.tokens[index + 2].line,
            message: "an instance has no field '\(field)' (did you mean '\(meant)'?)")
    }
}

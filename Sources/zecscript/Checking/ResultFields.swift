internal import Lua
internal import Modules
internal import ScriptRuntime

/// Finds fields that the results of the program's functions do not have: `report.exitcode`.
///
/// Follows a result into the variable of `local report = rolling.reboot { … }`, along its fields, and through a loop over
/// a list in it.
struct ResultFields {
    let names: ScriptNames
    let functions: [String: FunctionDeclaration]
    let records: [RecordDeclaration]

    /// A variable that holds a value of a type in some tokens.
    private struct Variable {
        var name: String
        var type: ResultType
        var tokens: Range<Int>
    }

    func findings() -> [DeclarationChecker.Finding] {
        names.tokens.indices.flatMap { index -> [DeclarationChecker.Finding] in
            guard let call = call(at: index) else { return [] }
            var findings = chain(from: call.end, type: call.type).findings
            for variable in variable(filledAt: call.start, from: call.end, type: call.type) {
                findings += self.findings(of: variable)
            }
            return findings
        }
    }

    // MARK: Calls

    /// Returns the type of the result of the call that begins at a token, and the tokens of the call.
    private func call(at index: Int) -> (type: ResultType, start: Int, end: Int)? {
        guard !names.isSymbol(".", index - 1), !names.isSymbol(":", index - 1),
            let (function, end) = function(at: index)
        else { return nil }
        let called = function.path == "try" ? functionTried(from: end) : function
        guard let called, let result = called.results.first, let end = names.end(ofCallAt: end) else {
            return nil
        }
        let noun = "the result of \(called.path)"
        return (ResultType(result.type, noun: noun, records: records), index, end)
    }

    /// Returns the function of `try(rolling.reboot, …)`, whose result is that of the call.
    private func functionTried(from open: Int) -> FunctionDeclaration? {
        guard names.isSymbol("(", open), let (function, after) = function(at: open + 1),
            names.isSymbol(",", after) || names.isSymbol(")", after)
        else { return nil }
        return function
    }

    /// Returns the function of the program whose name begins at a token, and the index after its name.
    private func function(at index: Int) -> (function: FunctionDeclaration, end: Int)? {
        guard let name = names.name(index) else { return nil }
        if let module = names.modules[name], names.isSymbol(".", index + 1), let field = names.name(index + 2)
        {
            return functions["\(module).\(field)"].map { ($0, index + 3) }
        }
        return names.declared.contains(name) ? nil : functions[name].map { ($0, index + 1) }
    }

    // MARK: Variables

    /// Returns the variable of `NAME = CALL` or `local NAME, … = CALL`; none if the call is only a part of the value.
    private func variable(filledAt start: Int, from end: Int, type: ResultType) -> [Variable] {
        guard names.isSymbol("=", start - 1), !names.isSymbol("=", start - 2), names.isStatementEnd(at: end),
            let name = names.firstName(before: start - 1)
        else { return [] }
        return [Variable(name: name, type: type, tokens: end..<names.end(ofVariable: name, from: end))]
    }

    private func findings(of variable: Variable) -> [DeclarationChecker.Finding] {
        variable.tokens.flatMap { index -> [DeclarationChecker.Finding] in
            guard names.name(index) == variable.name, !names.isSymbol(".", index - 1),
                !names.isSymbol(":", index - 1)
            else { return [] }
            let chain = chain(from: index + 1, type: variable.type)
            guard case .list(let element) = chain.type,
                let row = names.row(ofLoopOver: index, until: chain.end)
            else { return chain.findings }
            return chain.findings
                + findings(of: Variable(name: row.name, type: element, tokens: row.tokens))
        }
    }

    // MARK: Fields

    /// Follows `.field` and `[index]` from a token as far as the types are known.
    private func chain(from start: Int, type: ResultType)
        -> (type: ResultType, end: Int, findings: [DeclarationChecker.Finding])
    {
        var type = type, index = start
        while true {
            if names.isSymbol("[", index), let element = type.element {
                (type, index) = (element, names.end(ofBracketAt: index))
            } else if names.isSymbol(".", index), !names.isSymbol(".", index + 1),
                let field = names.name(index + 1), case .record(let record) = type
            {
                if let problem = problem(of: record, field) {
                    return (.other, index, [.init(line: names.tokens[index + 1].line, message: problem)])
                }
                let declared = record.fields.first { $0.name == field }
                let noun = "'\(field)' of \(record.noun)"
                type = declared.map { ResultType($0.type, noun: noun, records: records) } ?? .other
                index += 2
            } else {
                return (type, index, [])
            }
        }
    }

    /// A field that the script sets somewhere may be read; the instances of the cloud are checked elsewhere.
    private func problem(of record: RecordDeclaration, _ field: String) -> String? {
        guard record.name != InstanceDeclaration.row.name, let problem = record.problem(withField: field)
        else {
            return nil
        }
        return names.tokens.indices.contains { isSet(field, at: $0) } ? nil : problem
    }

    /// Whether a token sets a field of some table: `t.NAME =`, `t.NAME, … =`, `function t.NAME`, or a text with the name,
    /// as in `t["NAME"] =` and `rawset(t, "NAME", 1)`.
    private func isSet(_ field: String, at index: Int) -> Bool {
        if names.string(index) == field { return true }
        guard names.name(index) == field, names.isSymbol(".", index - 1) else { return false }
        return names.isSymbol("=", index + 1) && !names.isSymbol("=", index + 2)
            || names.isSymbol(",", index + 1)
            || names.name(index - 3) == "function"
    }
}

internal import Lua

/// Writes pages of help in lines that fit a terminal.
struct HelpWriter {
    let modules: [ModuleDeclaration]
    let topics: [HelpTopic]
    /// Names that something else explains.
    var otherNames: [String] = []
    /// The columns of a line.
    let width: Int

    func about(_ name: String) -> HelpText.Answer {
        if name.isEmpty { return HelpText.Answer(text: overview, isFound: true) }
        let functions = modules.flatMap(\.functions), records = modules.flatMap(\.records)
        if let function = functions.first(where: { $0.path == name }) {
            return HelpText.Answer(text: text(of: function), isFound: true)
        }
        if let module = modules.first(where: { $0.name == name }) {
            let methods = modules.filter { $0.name == name && $0.isObject && !module.isObject }
            return HelpText.Answer(
                text: ([module] + methods).map(list).joined(separator: "\n"), isFound: true)
        }
        if let record = records.first(where: { $0.name == name || $0.shortName == name }) {
            return HelpText.Answer(text: text(of: record), isFound: true)
        }
        if let topic = topics.first(where: { $0.isCalled(name) }) {
            return HelpText.Answer(
                text: FoldedText.page(FoldedText.joined(topic.text), columns: width) + "\n", isFound: true)
        }
        if let options = options(called: name, in: functions) {
            return HelpText.Answer(text: options, isFound: true)
        }
        let hint = NearestName.hint(
            for: name, among: HelpText.names(in: modules, topics: topics) + otherNames)
        return HelpText.Answer(
            text: "no function, option or topic is called '\(name)'\(hint); zecscript help lists them\n",
            isFound: false)
    }

    private var overview: String {
        var text = modules.map(list).joined(separator: "\n")
        let records = modules.flatMap(\.records)
        let rows =
            records.map { ($0.shortName, $0.summary) } + topics.map { ($0.name, $0.summary) }
        if !rows.isEmpty {
            text += "\nTopics\n" + rows.map { row(name: $0.0, summary: $0.1, width: 14) }.joined()
        }
        return text
    }

    /// Lists the functions that have an option with this name, and its meaning in each; returns nil if no
    /// function has it.
    private func options(called name: String, in functions: [FunctionDeclaration]) -> String? {
        let option = name.replacing("-", with: "_")
        let found = functions.flatMap { function in
            function.options.filter { $0.name == option }.map { (function.path, line($0, indent: 2)) }
        }
        var meanings: [(summary: String, functions: [String])] = []
        for (path, text) in found {
            if let known = meanings.firstIndex(where: { $0.summary == text }) {
                meanings[known].functions.append(path)
            } else {
                meanings.append((text, [path]))
            }
        }
        guard !meanings.isEmpty else { return nil }
        return meanings.map { meaning in
            "Option of \(meaning.functions.joined(separator: ", "))\n\n\(meaning.summary)"
        }.joined(separator: "\n")
    }

    private func text(of record: RecordDeclaration) -> String {
        "\(record.name)\n\n" + wrapped(record.summary, indent: 2) + "\nFields\n"
            + record.fields.map { field in
                wrapped(
                    "\(field.name)\u{A0}\u{A0}(\(field.type)\(field.isOptional ? ", or nil" : ""))\u{A0} \(field.summary)",
                    indent: 2)
            }.joined()
    }

    /// Lines of at most ``width`` columns, each with a margin, the second and further ones with a larger margin.
    private func wrapped(_ text: String, indent: Int) -> String {
        let lines = FoldedText.lines(of: text, columns: width - indent - 4)
        let margin = String(repeating: " ", count: indent)
        return lines.enumerated().map { "\(margin)\($0 > 0 ? "    " : "")\($1)\n" }.joined()
    }

    /// Writes a name, and its meaning in the next column; a name that is too long gets its own line.
    private func row(name: String, summary: String, width column: Int) -> String {
        let margin = String(repeating: " ", count: column + 2)
        let lines = FoldedText.lines(of: summary, columns: max(20, width - margin.count))
        let first = "  " + name + String(repeating: " ", count: max(0, column - name.count))
        guard name.count <= column - 2 else {
            return "  \(name)\n" + lines.map { "\(margin)\($0)\n" }.joined()
        }
        return first + lines.joined(separator: "\n" + margin) + "\n"
    }

    private func list(_ module: ModuleDeclaration) -> String {
        let column = min(40, module.functions.map(\.signature.count).max() ?? 0) + 2
        return "\(module.title)\n"
            + module.functions.map { row(name: $0.signature, summary: $0.summary, width: column) }.joined()
    }

    private func text(of function: FunctionDeclaration) -> String {
        var text =
            "\(function.signature)\n\n"
            + wrapped("\(function.summary)\(function.waits ? " It may wait." : "")", indent: 2)
        if !function.writtenParameters.isEmpty {
            text += "\nParameters\n" + function.writtenParameters.map { line($0, indent: 2) }.joined()
        }
        if !function.results.isEmpty {
            text +=
                "\nResults\n"
                + function.results.map {
                    wrapped("\($0.name)\u{A0}\u{A0}(\($0.type))\u{A0} \($0.summary)", indent: 2)
                }
                .joined()
        }
        return text
    }

    private func line(_ parameter: Parameter, indent: Int) -> String {
        let options = FunctionDeclaration.options(of: parameter)
        let optional = parameter.isOptional ? ", optional" : ""
        let line = wrapped(
            "\(parameter.name)\u{A0}\u{A0}(\(parameter.type.expectation)\(optional))\u{A0} \(parameter.summary)",
            indent: indent)
        return line + options.map { self.line($0, indent: indent + 2) }.joined()
    }
}

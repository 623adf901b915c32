internal import Lua

/// `help(…)`: one declaration, or a list of them, as text for a terminal.
package enum HelpText {
    package struct Answer: Sendable, Equatable {
        package var text: String
        package var isFound: Bool
    }

    /// Explains a function, a module or an object's methods; the empty name lists everything.
    package static func about(_ name: String, in modules: [ModuleDeclaration]) -> Answer {
        let functions = modules.flatMap(\.functions)
        if let function = functions.first(where: { $0.path == name }) {
            return Answer(text: text(of: function), isFound: true)
        }
        let matching = modules.filter { name.isEmpty || $0.name == name }
        guard !matching.isEmpty else {
            let names = functions.map(\.path) + modules.map(\.name).filter { !$0.isEmpty }
            let hint = NearestName.hint(for: name, among: names)
            return Answer(text: "nothing is known of '\(name)'\(hint)\n", isFound: false)
        }
        return Answer(text: matching.map(list).joined(separator: "\n"), isFound: true)
    }

    private static func list(_ module: ModuleDeclaration) -> String {
        var text = "\(module.title)\n"
        let width = (module.functions.map(\.signature.count).filter { $0 <= 40 }.max() ?? 0) + 2
        for function in module.functions {
            let signature = function.signature
            let gap =
                signature.count + 2 <= width
                ? String(repeating: " ", count: width - signature.count)
                : "\n    " + String(repeating: " ", count: width - 2)
            text += "  \(signature)\(gap)\(function.summary)\n"
        }
        return text
    }

    private static func text(of function: FunctionDeclaration) -> String {
        var text = "\(function.signature)\n\n  \(function.summary)\(function.waits ? " It may wait." : "")\n"
        if !function.writtenParameters.isEmpty {
            text += "\nParameters\n" + function.writtenParameters.map { line($0, indent: 2) }.joined()
        }
        if !function.results.isEmpty {
            text +=
                "\nResults\n"
                + function.results.map { "  \($0.name)  (\($0.type))  \($0.summary)\n" }.joined()
        }
        return text
    }

    private static func line(_ parameter: Parameter, indent: Int) -> String {
        let options = FunctionDeclaration.options(of: parameter)
        let margin = String(repeating: " ", count: indent)
        let optional = parameter.isOptional ? ", optional" : ""
        let line =
            "\(margin)\(parameter.name)  (\(parameter.type.expectation)\(optional))  \(parameter.summary)\n"
        return line + options.map { Self.line($0, indent: indent + 2) }.joined()
    }
}

internal import Lua

/// The reference of all functions, as a page of Markdown.
package enum ReferencePage {
    package static func text(of modules: [ModuleDeclaration]) -> String {
        var text = """
            # Reference

            Every function that scripts can call.

            ## Overview

            Made by `zecscript reference` from the declarations in the program; `help("name")` in the REPL shows the same. A
            *duration* is a number of seconds, or text such as `"30s"`, `"5m"`, `"1h30m"`, `"250ms"`. What may wait lets other
            tasks go on meanwhile. Errors are raised; `try` makes results of them.

            """
        for module in modules { text += section(module) }
        return text
    }

    private static func section(_ module: ModuleDeclaration) -> String {
        let isName = !module.isObject && !module.name.isEmpty
        var text = "\n## \(isName ? "`\(module.title)`" : module.title)\n"
        if !module.summary.isEmpty { text += "\n\(module.summary)\n" }
        for function in module.functions { text += entry(function) }
        for record in module.records { text += entry(record) }
        return text
    }

    private static func entry(_ record: RecordDeclaration) -> String {
        "\n### `\(record.name)`\n\n\(record.summary)\n\n"
            + record.fields.map { "- `\($0.signature)` (`\($0.type)`): \($0.summary.asSentence)\n" }.joined()
    }

    private static func entry(_ function: FunctionDeclaration) -> String {
        var text =
            "\n### `\(function.signature)`\n\n\(function.summary)\(function.waits ? " It may wait." : "")\n"
        let parameters = function.writtenParameters
        if !parameters.isEmpty { text += "\n" + parameters.map { item($0, indent: "") }.joined() }
        if !function.results.isEmpty { text += "\nReturns\n\n" + function.results.map(item).joined() }
        return text
    }

    private static func item(_ parameter: Parameter, indent: String) -> String {
        let options = FunctionDeclaration.options(of: parameter)
        let optional = parameter.isOptional ? ", optional" : ""
        let name = indent.isEmpty ? parameter.name : "\(parameter.name)="
        return
            "\(indent)- `\(name)` (\(parameter.type.expectation)\(optional)): \(parameter.summary.asSentence)\n"
            + options.map { item($0, indent: indent + "  ") }.joined()
    }

    private static func item(_ result: ResultDeclaration) -> String {
        "- `\(result.name)` (`\(result.type)`): \(result.summary.asSentence)\n"
    }
}

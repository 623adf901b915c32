internal import Lua

/// The definitions with which the Lua language server checks and completes scripts.
package enum TypeDefinitions {
    package static func text(of modules: [ModuleDeclaration]) -> String {
        var text = header
        for module in modules { text += section(module) }
        return text
    }

    private static let header = """
        ---@meta zec

        -- Made by `zecscript types` from the declarations in the program.

        ---Seconds, or text such as "30s", "5m", "1h30m", "250ms".
        ---@alias duration number|string

        ---What the program's own functions raise.
        ---@class zec.error
        ---@field kind string for a script to match: "api", "network", "timeout", "cancelled", "usage", …
        ---@field message string one sentence
        ---@field where? string the line of the script
        ---@field code? string the cloud's code
        ---@field status? integer the HTTP status
        ---@field request_id? string the cloud's name for the request
        ---@field retryable? boolean whether the same request may succeed later
        ---@field hint? string what can be done about it
        local failure = {}

        ---Whether the error is of a kind.
        ---@param kind string
        ---@return boolean
        function failure:is(kind) end

        """

    private static func section(_ module: ModuleDeclaration) -> String {
        var text = ""
        if module.isObject {
            text += "\n---@class \(module.name)\n"
            if module.name == "task" { text += "---@field name string\n" }
            text += "local \(module.name)_object = {}\n"
        } else if !module.name.isEmpty {
            if !module.summary.isEmpty { text += "\n---\(module.summary)" }
            text += "\n\(module.name) = {}\n"
            if module.name == "json" {
                text += "\n---The value that stands for null.\n---@type lightuserdata\njson.null = nil\n"
            }
        }
        for record in module.records { text += definition(record) }
        for function in module.functions { text += definition(function) }
        return text
    }

    private static func definition(_ record: RecordDeclaration) -> String {
        "\n---\(record.summary)\n---@class \(record.name)\n"
            + record.fields.map { "---@field \($0.signature) \($0.type) \($0.summary)\n" }.joined()
    }

    private static func definition(_ function: FunctionDeclaration) -> String {
        var text = ""
        for parameter in function.writtenParameters { text += optionsClass(parameter, optionsName(function)) }
        text += "\n---\(function.summary)\n"
        if function.waits { text += "---@async\n" }
        for parameter in function.writtenParameters {
            let mark = parameter.isOptional ? "?" : ""
            text +=
                "---@param \(parameter.name)\(mark) \(type(of: parameter, options: optionsName(function))) \(parameter.summary)\n"
        }
        for result in function.results {
            text += "---@return \(result.type) \(result.name) # \(result.summary)\n"
        }
        let names = function.writtenParameters.map(\.name).joined(separator: ", ")
        let path = function.path.replacing(":", with: "_object:")
        return text + "function \(path)(\(names)) end\n"
    }

    /// The type of a parameter, or of an option of a table; `options` names the class of its own options, if it has some.
    private static func type(of parameter: Parameter, options: String) -> String {
        switch parameter.type {
        case .options: options
        case .duration: "duration"
        case .array(let element) where ["ids", "names", "keys"].contains { element.hasSuffix($0) }: "string[]"
        default: parameter.type.annotation
        }
    }

    private static func optionsName(_ function: FunctionDeclaration) -> String {
        function.path.replacing(":", with: ".") + ".options"
    }

    /// A class for a table of options, after the classes of the tables in it, so that the editor shows the meaning of each
    /// option.
    private static func optionsClass(_ parameter: Parameter, _ name: String) -> String {
        let options = FunctionDeclaration.options(of: parameter)
        guard !options.isEmpty else { return "" }
        let inner = options.map { optionsClass($0, "\(name).\($0.name)") }.joined()
        return inner + "\n---@class (exact) \(name)\n"
            + options.map { option in
                let mark = option.isOptional ? "?" : "",
                    type = type(of: option, options: "\(name).\(option.name)")
                return "---@field \(option.name)\(mark) \(type) \(option.summary)\n"
            }.joined()
    }
}

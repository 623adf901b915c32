import Basics
import Lua
import ScriptRuntime

/// `log.debug`, `log.info`, `log.warn`, `log.error`.
enum LogModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        let scripted = [LogLevel.debug, .info, .warn, .error].map { level in
            FunctionDeclaration(
                "log.\(level.rawValue)",
                "Writes a log line of level \(level.rawValue) to standard error; JSON lines have the fields of a table at the end, and text lines have them as key=value.",
                parameters: [Parameter("format", .string, "The message, as for string.format.")],
                rest: Parameter(
                    "...", .any,
                    "The values for the directives of the format; after them, a table of fields: { id = \"i-1\" }."
                ))
        }
        return ScriptModule(
            name: "log", summary: "Log lines, on standard error.",
            functions: [write(runtime), writes(runtime)],
            scripted: scripted, chunk: OwnLua.log)
    }

    private static func write(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.log", "Writes a log line.",
                parameters: [
                    Parameter("level", .string, "The level."), Parameter("message", .string, "The message."),
                    Parameter("fields", .table, "The fields of the line, by name.", optional: true),
                    Parameter(
                        "only_in_json", .boolean,
                        "Whether text lines leave the fields out, because the message has them in words.",
                        optional: true),
                ])
        ) { arguments in
            let console = runtime.console, level = level(arguments)
            guard console.logs(level) else { return .nothing }
            let isLeftOut = arguments[3].boolean == true && !console.logsJSON
            let fields = isLeftOut ? [] : fields(arguments[2].table)
            console.log(level, arguments[1].text ?? "", task: runtime.currentTaskName, fields: fields)
            return .nothing
        }
    }

    private static func writes(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.logs", "Whether lines of a level are written.",
                parameters: [Parameter("level", .string, "The level.")])
        ) { arguments in .value(.boolean(runtime.console.logs(level(arguments)))) }
    }

    private static func level(_ arguments: Arguments) -> LogLevel {
        LogLevel(rawValue: arguments[0].text ?? "") ?? .info
    }

    /// Returns the fields by name; a value that JSON can't hold is replaced by the name of its type.
    private static func fields(_ table: LuaTable?) -> [(name: String, value: JSONValue)] {
        let pairs = (table?.fields ?? []).compactMap { field -> (name: String, value: JSONValue)? in
            guard let name = field.key.text else { return nil }
            return (name, (try? JSONValue(field.value)) ?? .string(field.value.typeName))
        }
        return pairs.sorted { $0.name < $1.name }
    }
}

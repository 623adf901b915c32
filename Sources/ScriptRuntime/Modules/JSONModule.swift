import Lua
import ZenlayerCloud

/// `json.encode`, `json.decode`, `json.null`.
enum JSONModule {
    static func make() -> ScriptModule {
        ScriptModule(name: "json", summary: "JSON texts and Lua values.", functions: [encode, decode, null])
    }

    private static var encode: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "json.encode", "Writes a value as JSON, with the keys of objects sorted.",
                parameters: [
                    Parameter("value", .any, "What to write; a table is an array if it has items only."),
                    Parameter(
                        "options",
                        .options([
                            Parameter("indent", .boolean, "Over several lines, for people.", optional: true)
                        ]),
                        "How to write it.", optional: true),
                ],
                results: [ResultDeclaration("text", "string", "The JSON text.")])
        ) { arguments in
            do throws(JSONConversionError) {
                let value = try JSONValue(arguments[0])
                let isIndented = arguments.option("indent", at: 1) == true
                let bytes = isIndented ? value.serialized(.pretty) : value.serialized()
                return .value(.string(String(decoding: bytes, as: UTF8.self)))
            } catch {
                throw ArgumentError(argument: 1, error.problem)
            }
        }
    }

    private static var decode: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "json.decode", "Reads a JSON text; its null becomes json.null.",
                parameters: [Parameter("text", .string, "The JSON text, in UTF-8.")],
                results: [ResultDeclaration("value", "any", "What it says.")])
        ) { arguments in
            do throws(JSONError) {
                let value = try JSONValue(parsing: arguments[0].rawBytes ?? [])
                return .value(LuaValue(value, keepsNull: true))
            } catch {
                throw ScriptError(kind: "json", message: "not JSON: \(error)")
            }
        }
    }

    // A function for the loader: json.null itself is set as a field by the prelude.
    private static var null: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.null", "The value that stands for null.",
                results: [ResultDeclaration("null", "any", "It.")])
        ) { _ in .value(.null) }
    }
}

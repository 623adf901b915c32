import Basics
import Lua
import ScriptRuntime

/// `json.encode`, `json.decode`, `json.array`, `json.null`.
enum JSONModule {
    static var module: ScriptModule {
        ScriptModule(
            name: "json", summary: "JSON texts and Lua values.", functions: [encode, decode, null, list],
            scripted: [array], chunk: OwnLua.json)
    }

    private static var encode: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "json.encode", "Writes a value as JSON, with the keys of objects sorted.",
                parameters: [
                    Parameter(
                        "value", .any,
                        "What to write. A table with items only is an array; an empty table is an object, unless json.array, json.decode or the cloud made it as a list."
                    ),
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
                "json.decode",
                "Reads a JSON text; its null becomes json.null, and its empty array stays an array.",
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

    private static var array: FunctionDeclaration {
        FunctionDeclaration(
            "json.array", "Marks a table as a list, so that json.encode writes [] when it is empty.",
            parameters: [
                Parameter("items", .table, "The table to mark; a new one unless given.", optional: true)
            ],
            results: [ResultDeclaration("list", "any[]", "The same table.")])
    }

    // Two functions for json.lua, which sets `json.null` as a field and needs the metatable of lists.
    private static var null: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.null", "The value that stands for null.",
                results: [ResultDeclaration("null", "any", "It.")])
        ) { _ in .value(.null) }
    }

    private static var list: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.list", "A new empty list.", results: [ResultDeclaration("list", "any[]", "It.")])
        ) { _ in .value(.array([])) }
    }
}

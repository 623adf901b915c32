import Lua
import ScriptRuntime

/// Raises errors for the embedded Lua modules; scripts can't call this function.
enum ErrorModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "errors", summary: "Errors with the position of the script.",
            functions: [error])
    }

    private static var error: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.error", "Raises an error with the script's position.",
                parameters: [
                    Parameter("kind", .string, "For a script to match."),
                    Parameter("message", .string, "For people."),
                    Parameter("details", .table, "Further fields.", optional: true),
                ])
        ) { arguments in
            throw ScriptError(
                kind: arguments[0].text ?? "", message: arguments[1].text ?? "",
                details: arguments[2].table?.fields ?? [])
        }
    }
}

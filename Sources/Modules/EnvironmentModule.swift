import Lua
import ScriptRuntime

/// The functions `env`, `exit` and `script.stopping`, and the functions of the standard library that ask the
/// host.
enum EnvironmentModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "", summary: "What surrounds a script.",
            functions: [environment(runtime), exit(runtime), stopping(runtime)],
            otherSummaries: [
                "script": "The script's own options, and whether it should come to an end."
            ],
            chunk: OwnLua.standard)
    }

    private static func environment(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "env", "The value of an environment variable; those that hold credentials can't be read.",
                parameters: [
                    Parameter("name", .string, "The variable's name."),
                    Parameter("default", .any, "What to return where it is not set.", optional: true),
                ],
                results: [ResultDeclaration("value", "string|any", "The value, the default, or nil.")])
        ) { arguments in
            let name = arguments[0].text ?? ""
            let isHidden = runtime.configuration.hiddenVariables.contains(name)
            guard !isHidden, let value = runtime.host.environment(name) else { return .value(arguments[1]) }
            return .value(.string(value))
        }
    }

    private static func exit(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "exit",
                "Ends the program with an exit code, after close handlers have run and writes have settled.",
                parameters: [
                    Parameter(
                        "code", .anyOf([.integer, .boolean]), "0 to 255; true is 0, false 1.", optional: true)
                ])
        ) { arguments in
            let code = arguments[0].boolean.map { $0 ? 0 : 1 } ?? arguments[0].integer ?? 0
            guard (0...255).contains(code) else {
                throw ArgumentError(argument: 1, "an exit code is 0 to 255, got \(code)")
            }
            throw runtime.exit(Int32(code))
        }
    }

    private static func stopping(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "script.stopping", "Whether the run was asked to stop, so that no new work should start.",
                results: [
                    ResultDeclaration(
                        "stopping", "boolean",
                        "True after SIGINT, SIGTERM, SIGQUIT, SIGHUP or the time limit.")
                ])
        ) { _ in .value(.boolean(runtime.isStopping)) }
    }
}

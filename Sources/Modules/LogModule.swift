import Lua
import ScriptRuntime

/// `log.debug`, `log.info`, `log.warn`, `log.error`.
enum LogModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        let scripted = [LogLevel.debug, .info, .warn, .error].map { level in
            FunctionDeclaration(
                "log.\(level.rawValue)", "Writes a log line of level \(level.rawValue) to standard error.",
                parameters: [Parameter("format", .string, "The message, as for string.format.")],
                rest: Parameter("...", .any, "What the format's directives stand for."))
        }
        return ScriptModule(
            name: "log", summary: "Log lines, on standard error.", functions: [write(runtime)],
            scripted: scripted, source: PackageResources.log_lua)
    }

    private static func write(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.log", "Writes a log line.",
                parameters: [Parameter("level", .string, "Its level."), Parameter("message", .string, "It.")])
        ) { arguments in
            let level = LogLevel(rawValue: arguments[0].text ?? "") ?? .info
            runtime.console.log(level, arguments[1].text ?? "", task: runtime.currentTaskName)
            return .nothing
        }
    }
}

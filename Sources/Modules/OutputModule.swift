import Lua
import ScriptRuntime

/// Writes to standard output and standard error for the embedded Lua modules; scripts can't call these
/// functions.
enum OutputModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "output", summary: "Standard output and standard error.",
            functions: [
                outputProblem(runtime), writeOutput(runtime), writeError(runtime), folded(runtime),
            ])
    }

    private static func outputProblem(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.output_problem", "Why standard output takes no more, or nil.")
        ) { _ in
            .value(runtime.host.outputProblem.map { .string($0) } ?? .nil)
        }
    }

    private static func writeOutput(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_output", "Writes to standard output; the reason where that is not possible.",
                parameters: [Parameter("text", .string, "Any bytes.")])
        ) { arguments in
            runtime.console.write(arguments[0].rawBytes ?? [])
            return .value(runtime.host.outputProblem.map { .string($0) } ?? .nil)
        }
    }

    private static func folded(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.folded",
                "A text with its long lines broken between words, if standard output is a terminal.",
                parameters: [Parameter("text", .string, "A report for people.")])
        ) { arguments in .value(.string(runtime.console.folded(arguments[0].text ?? ""))) }
    }

    private static func writeError(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_error", "Writes to standard error.",
                parameters: [Parameter("text", .string, "Any bytes.")])
        ) { arguments in
            runtime.console.writeError(arguments[0].rawBytes ?? [])
            return .nothing
        }
    }
}

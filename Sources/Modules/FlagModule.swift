import Lua
import ScriptRuntime

/// Handles options of the program that stand among the script's options; scripts can't call these functions.
enum FlagModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "flags", summary: "Options that stand in the wrong place.",
            functions: [flagsDeclared(runtime), checkFlags(runtime), flagAdvice(runtime)])
    }

    private static func flagsDeclared(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.flags_declared", "The script has read its options.")) { _ in
            runtime.flagsAreDeclared()
            return .nothing
        }
    }

    private static func checkFlags(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.check_flags", "Raises where an option of the program is misplaced.")
        ) { _ in
            if let misplaced = runtime.configuration.misplacedFlag { throw misplaced.error }
            return .nothing
        }
    }

    private static func flagAdvice(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.flag_advice", "Where the program's option belongs; nil for others.")
        ) { _ in
            .value(runtime.configuration.misplacedFlag.map { .string($0.message) } ?? .nil)
        }
    }
}

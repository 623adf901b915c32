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
            if let misplaced = runtime.misplacedFlag { throw misplaced.error }
            return .nothing
        }
    }

    private static func flagAdvice(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.flag_advice", "Where an option of the program belongs; nil for every other option.",
                parameters: [Parameter("option", .string, "The option as it was written.")])
        ) { arguments in
            let misplaced = runtime.misplacedFlag
            guard let misplaced, misplaced.flag == arguments[0].text else { return .value(.nil) }
            return .value(.string(misplaced.message))
        }
    }
}

import Lua
import ScriptRuntime

/// Random numbers of the host, for the embedded Lua modules; scripts can't call these functions.
enum ChanceModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "chance", summary: "Numbers drawn by the host.",
            functions: [random(runtime), randomInteger(runtime)])
    }

    private static func random(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.random", "Draws from 0 to 1.")) { _ in
            .value(.number(runtime.randomUnit()))
        }
    }

    private static func randomInteger(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.random_integer", "Draws 64 bits.")) { _ in
            .value(.integer(Int64(bitPattern: runtime.host.randomBits())))
        }
    }
}

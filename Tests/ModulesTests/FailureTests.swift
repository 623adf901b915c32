import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Error messages of the modules that are written in Lua.
@Suite struct FailureTests {
    @Test func errorsOfStandardFunctionsNameTheScriptsLine() throws {
        let script = try run("os.date('%Ez')")
        #expect(
            script.message == "test.lua:1: bad argument #1 to 'date' (invalid conversion specifier '%Ez')")
    }

    @Test func aWrongArgumentNamesTheFunctionThatTheScriptCalledAndTheLineOfIt() throws {
        let run = try run(
            """
            local open = io.open
            print(pcall(open, {}))
            print(pcall(os.date, "%d", "soon"))
            """)
        #expect(
            run.lines == [
                "false\ttest.lua:2: bad argument #1 to 'open' (string expected, got table)",
                "false\ttest.lua:3: bad argument #2 to 'date' (number expected, got string)",
            ])
    }
}

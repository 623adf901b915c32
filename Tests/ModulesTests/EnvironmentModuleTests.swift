import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `env`, `exit` and `script.stopping`: a script's environment.
@Suite struct EnvironmentModuleTests {
    @Test func aVariableThatIsNotSetHasTheDefaultAsItIs() throws {
        let run = try run("print(env('NOT_SET'), env('NOT_SET', false), script.stopping())")
        #expect(run.lines == ["nil\tfalse\tfalse"])
    }

    @Test func anExitCodeOutsideAByteIsRefused() throws {
        #expect(
            try run("exit(256)").message
                == "test.lua:1: bad argument #1 to 'exit' (an exit code is 0 to 255, got 256)")
    }
}

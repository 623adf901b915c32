import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

@Suite struct ProgressModuleTests {
    @Test func whereNothingCanMoveTheSameLineIsLoggedOnce() throws {
        let run = try run(
            """
            local p = progress{what = "rebooting", total = 2}
            sleep(40)
            p:update{done = 2}
            p:finish()
            """)
        let lines = run.errorOutput.split(separator: "\n").map {
            $0.split(separator: " ").dropFirst(2).joined(separator: " ")
        }
        #expect(lines == ["rebooting 0/2 done, 2 left, 0ms", "rebooting 2/2 done, 40s"])
    }
}

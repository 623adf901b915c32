import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `task.event`: a flag that tasks wait for.
@Suite struct EventTests {
    @Test func whoWaitsPassesEvenIfTheEventIsClearedAtOnce() throws {
        let run = try run(
            """
            local event = task.event()
            local waiter = task.spawn(function() event:wait() print("passed", clock()) end)
            sleep(2)
            event:set()
            event:clear()
            waiter:wait()
            print(event:is_set(), select(2, pcall(event.wait, event, "250ms")).kind)
            """)
        #expect(run.lines == ["passed\t2.0", "false\ttimeout"])
    }
}

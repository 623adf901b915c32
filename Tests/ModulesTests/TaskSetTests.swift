import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Sets of tasks that report ends in the order in which they happen; scripts can't use them directly.
@Suite struct TaskSetTests {
    @Test func aGroupCollectsErrorsInTheOrderOfTheFailures() throws {
        let run = try run(
            """
            local function failing(seconds, text) return function() sleep(seconds) error(text, 0) end end
            local errors = task.group({ on_error = "collect" }, function(group)
                group:spawn(failing(2, "second"))
                group:spawn(failing(1, "first"))
                group:spawn(function() sleep(3) print("went on") end)
            end)
            print(table.concat(errors, " "))
            """)
        #expect(run.lines == ["went on", "first second"])
    }

    @Test func mapEndsAfterTheTasksThatItsCallsSpawned() throws {
        let run = try run(
            """
            print(pcall(task.map, { 1 }, function()
                task.spawn(function() sleep(5) error("grandchild", 0) end)
            end))
            """)
        #expect(run.lines == ["false\tgrandchild"])
        #expect(run.elapsed == .seconds(5))
    }

    @Test func aTaskThatFailsBeforeAnybodyWaitsHarmsNobodyElse() throws {
        let run = try run(
            """
            local other = task.spawn(function() sleep(9) return "unharmed" end)
            print(pcall(task.all, { task.spawn(error, "early", 0) }))
            print(other:wait())
            """)
        #expect(run.lines == ["false\tearly", "unharmed"])
    }
}

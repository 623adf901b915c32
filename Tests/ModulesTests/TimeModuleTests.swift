import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `sleep`, `now` and `clock`: time, through the host.
@Suite struct TimeModuleTests {
    @Test func sleepSaysHowLongItReallyTook() throws {
        let run = try run("print(sleep('1m30s'), sleep(0), clock())")
        #expect(run.lines == ["90.0\t0\t90.0"] || run.lines == ["90.0\t0.0\t90.0"])
    }

    @Test func tasksWithEqualDeadlinesWakeInTheOrderTheySlept() throws {
        let run = try run("for i = 1, 5 do task.spawn(function() sleep(1) print(i) end) end")
        #expect(run.lines == ["1", "2", "3", "4", "5"])
    }

    @Test func theWallClockAndTheMonotonicClockGoTogether() throws {
        let run = try run("local t, c = now(), clock() sleep('90s') print(now() - t, clock() - c)")
        #expect(run.lines == ["90.0\t90.0"])
    }
}

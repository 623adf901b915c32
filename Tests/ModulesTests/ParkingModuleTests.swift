import TestSupport
import Testing

/// How the embedded Lua modules let tasks wait for each other.
@Suite struct ParkingModuleTests {
    @Test func noScriptSeesWhatTheModulesAreBuiltOn() throws {
        let run = try run("print(rawget(_G, 'host'), pcall(function() return host end))")
        #expect(run.lines.first?.hasPrefix("nil\tfalse\ttest.lua:1: undefined global 'host'") == true)
    }

    @Test func aTaskThatHasEndedBeforeItIsWatchedIsToldAtOnce() throws {
        let run = try run(
            """
            local early = task.spawn(function() return "early" end)
            sleep(1)
            print(task.race { function() sleep(5) return "late" end, early }, clock())
            """)
        #expect(run.lines == ["early\t1.0"])
    }
}

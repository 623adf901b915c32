import Testing

/// How sets of tasks learn of ends.
@Suite struct WatchModuleTests {
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

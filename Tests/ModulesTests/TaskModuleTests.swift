import TestSupport
import Testing

@Suite struct TaskModuleTests {
    @Test func allGivesTheResultsInTheOrderOfTheList() throws {
        let run = try run(
            """
            local function after(seconds, value) return function() sleep(seconds) return value end end
            print(table.concat(task.all { after(3, "a"), task.spawn(after(1, "b")), after(2, "c") }, " "))
            """)
        #expect(run.lines == ["a b c"])
        #expect(run.elapsed == .seconds(3))
    }

    @Test func theFirstFailureCancelsTheOthersAndWaitsForThem() throws {
        let run = try run(
            """
            local function slow()
                local cleanup <close> = setmetatable({}, { __close = function()
                    task.shield(sleep, 5)
                    print("cleaned at " .. clock())
                end })
                sleep(100)
            end
            print(pcall(task.all, { slow, function() sleep(2) error("boom", 0) end }))
            sleep(1) -- no error is left that a later wait would raise
            """)
        #expect(run.lines == ["cleaned at 7.0", "false\tboom"])
        #expect(run.exitCode == 0)
    }

    @Test func theFirstOfARaceEndsTheOthers() throws {
        let run = try run(
            """
            print(task.race { function() sleep(3) print("never") end, function() sleep(1) return "won", 1 end })
            """)
        #expect(run.lines == ["won\t1"])
        #expect(run.elapsed == .seconds(1))
    }

    @Test(arguments: [
        (
            "task.all { 5 }",
            "test.lua:1: bad argument #1 to 'all' (item 1: task or function expected, got number)"
        ),
        ("task.race {}", "test.lua:1: bad argument #1 to 'race' (at least one task or function expected)"),
        (
            "task.map({}, print, { concurency = 2 })",
            "test.lua:1: bad argument #3 to 'map' (unknown option 'concurency' (did you mean 'concurrency'?))"
        ),
        (
            "task.map({}, print, { concurrency = 0 })",
            "test.lua:1: bad argument #3 to 'map' (option 'concurrency': must be at least 1)"
        ),
        (
            "task.group({ on_error = 'colect' }, print)",
            #"test.lua:1: bad argument #1 to 'group' (option 'on_error': "cancel" or "collect" expected, got "colect")"#
        ),
        (
            "task.retry(print, { attempts = 0 })",
            "test.lua:1: bad argument #2 to 'retry' (option 'attempts': must be at least 1)"
        ),
        ("task.semaphore(0)", "test.lua:1: bad argument #1 to 'semaphore' (at least 1 expected, got 0)"),
    ])
    func misuseIsExplained(code: String, message: String) throws {
        #expect(try run(code).message == message)
    }

    // MARK: timeout, shield

    @Test func aTaskThatTakesTooLongIsCancelled() throws {
        let run = try run("print(task.timeout('5s', sleep, 10))")
        #expect(run.message?.hasPrefix("test.lua:1: timed out after 5s waiting for task ") == true)
        #expect(run.elapsed == .seconds(5))
    }

    @Test func aShieldedResultOutlivesItsTimeLimit() throws {
        let run = try run("print(task.timeout(1, task.shield, function() sleep(3) return 'kept' end))")
        #expect(run.lines == ["kept"])
        #expect(run.elapsed == .seconds(3))
    }
}

import TestSupport
import Testing

@Suite struct TaskModuleTests {
    // MARK: all, race

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
            sleep(1) -- nothing is left behind that a later wait would raise
            """)
        #expect(run.lines == ["cleaned at 7.0", "false\tboom"])
        #expect(run.exitCode == 0)
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

    // MARK: map, each

    @Test func mapRunsNoMoreThanItsLimitAtATime() throws {
        let run = try run(
            """
            local now, most = 0, 0
            local doubled = task.map({ 1, 2, 3, 4, 5, 6, 7 }, function(item)
                now = now + 1
                most = math.max(most, now)
                sleep(1)
                now = now - 1
                return item * 2
            end, { concurrency = 3 })
            print(most, table.concat(doubled, " "))
            """)
        #expect(run.lines == ["3\t2 4 6 8 10 12 14"])
        #expect(run.elapsed == .seconds(3))
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

    @Test func eachTakesAnIteratorThatWaits() throws {
        let run = try run(
            """
            local channel = task.channel(1)
            task.spawn(function()
                for number = 1, 5 do channel:send(number) end
                channel:close()
            end)
            local sum = 0
            task.each(channel:each(), function(number) sleep(1) sum = sum + number end, { concurrency = 2 })
            print(sum)
            """)
        #expect(run.lines == ["15"])
        #expect(run.elapsed == .seconds(3))
    }

    @Test func aFailureInterruptsAnIteratorThatWouldWaitForEver() throws {
        let run = try run(
            """
            local channel = task.channel(1)
            channel:send(1)
            print(pcall(task.each, channel:each(), function() sleep(1) error("oops", 0) end))
            """)
        #expect(run.lines == ["false\toops"])
    }

    // MARK: group

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

    @Test func aFailureInterruptsTheBodyOfItsGroup() throws {
        let run = try run(
            """
            print(pcall(task.group, nil, function(group)
                group:spawn(function() sleep(2) error("down", 0) end)
                sleep(100)
            end))
            """)
        #expect(run.lines == ["false\tdown"])
        #expect(run.elapsed == .seconds(2))
    }

    @Test func aTaskThatTheScriptCancelledHasNotFailed() throws {
        let run = try run(
            """
            print(task.group({ limit = 2 }, function(group)
                local sleeper = group:spawn(sleep, 100)
                sleep(1)
                sleeper:cancel()
                return "fine"
            end))
            """)
        #expect(run.lines == ["fine"])
        #expect(run.elapsed == .seconds(1))
    }

    @Test func whoIsCancelledTakesItsTasksAlong() throws {
        let run = try run(
            """
            local roll = task.spawn(function()
                task.map({ "a", "b" }, function(name)
                    local cleanup <close> = setmetatable({}, { __close = function() print(name, clock()) end })
                    sleep(100)
                end)
            end)
            sleep(3)
            roll:cancel()
            print(select(2, pcall(roll.wait, roll)).kind, clock())
            """)
        #expect(run.lines == ["a\t3.0", "b\t3.0", "cancelled\t3.0"])
    }

    // MARK: timeout, shield, retry

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

    @Test func retriesPauseLongerEachTime() throws {
        let run = try run(
            """
            local attempts = 0
            print(task.retry(function()
                attempts = attempts + 1
                if attempts < 4 then error("not yet", 0) end
                return attempts
            end, { attempts = 5, every = 8, max = "10s" }))
            """)
        #expect(run.lines == ["4"])
        // Pauses of 8, 10 and 10 seconds, each shortened by up to half.
        #expect(run.elapsed >= .seconds(14) && run.elapsed <= .seconds(28))
    }

    @Test func theSameSeedPausesTheSame() throws {
        let code = "pcall(task.retry, error, { attempts = 5 })"
        let first = try run(code, seed: 7), again = try run(code, seed: 7), other = try run(code, seed: 8)
        #expect(first.elapsed == again.elapsed)
        #expect(first.elapsed != other.elapsed)
    }

    @Test func whatCannotHelpIsNotRetried() throws {
        let run = try run(
            """
            local attempts = 0
            print(pcall(task.retry, function() attempts = attempts + 1 fail("on purpose") end), attempts)
            """)
        #expect(run.lines == ["false\t1"])
    }

    @Test func cancellationIsNotRetried() throws {
        let run = try run(
            """
            local attempts = 0
            local task = task.spawn(task.retry, function() attempts = attempts + 1 sleep(10) end, { attempts = 9 })
            sleep(1)
            task:cancel()
            pcall(task.wait, task)
            print(attempts, task:status())
            """)
        #expect(run.lines == ["1\tcancelled"])
    }
}

import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `task.group`, `task.map` and `task.each`: groups, and work on lists.
@Suite struct TaskGroupTests {
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

    @Test func aGroupNeedsNoOptions() throws {
        let script = try run(
            "print(task.group(function(g) g:spawn(sleep, 1) return 'done' end)) print(pcall(task.group))")
        #expect(script.lines.first == "done")
        #expect(script.lines.last?.hasPrefix("false") == true)
    }
}

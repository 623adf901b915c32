import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `task.retry`: attempts until one succeeds.
@Suite struct RetryTests {
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

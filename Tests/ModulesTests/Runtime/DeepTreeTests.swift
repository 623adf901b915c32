import ScriptRuntime
import TestSupport
import Testing

/// Tasks that spawn the next task and end, again and again: the end of each waits for the ends of all later tasks.
@Suite struct DeepTreeTests {
    /// So deep that a stack frame per level would overflow any stack.
    private static let depth = 100_000

    /// Each handle is kept, so each ended task waits for the next.
    @Test func aDeepTreeEndsWithoutRecursion() throws {
        let script = try run(
            """
            local handles = {}
            local function tick(n)
              if n == 0 then return end
              handles[n] = task.spawn(tick, n - 1)
            end
            local first = task.spawn(tick, \(Self.depth))
            first:wait()
            print(first:status(), handles[1]:status(), #handles)
            """)
        #expect(script.lines == ["done\tdone\t\(Self.depth)"])
    }

    @Test func aFailureAtTheBottomReachesTheTop() throws {
        let script = try run(
            """
            local handles = {}
            local function tick(n)
              if n == 0 then error("bottom") end
              handles[n] = task.spawn(tick, n - 1)
            end
            task.spawn(tick, \(Self.depth))
            sleep("1h")
            """)
        #expect(script.message == "test.lua:3: bottom")
        #expect(script.elapsed == .zero)
    }

    @Test func aDeepTreeCanBeCancelled() throws {
        let script = try run(
            """
            local function wait_below(n)
              if n == 0 then return sleep("1h") end
              task.spawn(wait_below, n - 1):wait()
            end
            local t = task.spawn(wait_below, 20000)
            sleep(1)
            t:cancel()
            print(pcall(t.wait, t))
            """)
        #expect(script.lines == ["false\ttest.lua:3: cancelled"])
        #expect(script.elapsed == .seconds(1))
    }

    /// A task that spawns its successor and ends, again and again; the script keeps no handle of an ended
    /// task.
    @Test func endedTasksAreGivenBackWhileTheirChildrenRun() throws {
        let script = try run(
            """
            local most, count = 0, 0
            local function tick(n)
              count = count + 1
              sleep(1)
              if n % 1000 == 0 then most = math.max(most, collectgarbage("count")) end
              if n > 0 then task.spawn("tick", tick, n - 1) end
            end
            local before = collectgarbage("count")
            task.spawn("tick", tick, 20000):wait()
            print(count, most - before < 8000)
            """)
        #expect(script.lines == ["20001\ttrue"])
    }

    @Test func whatIsLeftOfATickerIsStillCancelledAndItsFailureToldOnce() throws {
        let script = try run(
            """
            local function tick(n)
              sleep(1)
              if n == 0 then error("the last tick") end
              task.spawn(tick, n - 1)
            end
            task.spawn(tick, 3000)
            sleep("10h")
            """)
        #expect(script.message == "test.lua:3: the last tick")
        #expect(script.outcome.report?.alsoFailed == [])
        #expect(script.elapsed == .seconds(3001))
    }
}

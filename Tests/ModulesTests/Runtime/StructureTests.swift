import ScriptRuntime
import TestSupport
import Testing

/// A task is the child of the task that spawned it.
@Suite struct StructureTests {
    @Test func aParentEndsAfterItsChildren() throws {
        let run = try run(
            "task.spawn(function() sleep(5) print('child ' .. clock()) end) print('main ' .. clock())")
        #expect(run.lines == ["main 0.0", "child 5.0"])
        #expect(run.exitCode == 0)
    }

    @Test func aFailureThatNobodyWaitsForCancelsTheSiblingsAndFailsTheParent() throws {
        let run = try run(
            """
            task.spawn("sibling", function()
              local ok, err = pcall(sleep, 100)
              print("sibling", err.kind, clock())
            end)
            task.spawn("culprit", function() sleep(2) error("boom") end)
            local ok, err = pcall(sleep, 100)
            print("main", err, clock())
            """)
        #expect(run.lines == ["sibling\tcancelled\t2.0", "main\ttest.lua:5: boom\t2.0"])
        #expect(run.exitCode == 1)
        #expect(run.message == "test.lua:5: boom")
        #expect(run.outcome.report?.task == "culprit")
    }

    @Test func aFailureThatSomebodyWaitsForIsTheirs() throws {
        let run = try run(
            """
            local t = task.spawn(function() sleep(1) error({code = 7}) end)
            local ok, err = pcall(t.wait, t)
            print(ok, err.code, t:status())
            """)
        #expect(run.lines == ["false\t7\tfailed"])
        #expect(run.exitCode == 0)
    }

    @Test func cancellationCannotBeSwallowed() throws {
        let run = try run(
            """
            local t = task.spawn(function()
              while true do
                local ok, err = pcall(sleep, 1)
                if not ok then print(err.kind) sleep(1) end
              end
            end)
            sleep(3.5)
            t:cancel("enough")
            local ok, err = pcall(t.wait, t)
            print(err.message, t:status())
            """)
        #expect(run.lines == ["cancelled", "cancelled: enough\tcancelled"])
    }

    @Test func aShieldLetsAStretchFinish() throws {
        let run = try run(
            """
            local t = task.spawn(function()
              task.shield(function() sleep(10) print("finished", clock()) end)
              sleep(0)
              print("never")
            end)
            sleep(1)
            t:cancel()
            """)
        #expect(run.lines == ["finished\t10.0"])
    }

    @Test func aTaskThatNothingCanWakeIsADeadlockAndSaysSo() throws {
        let run = try run(
            """
            local ch = task.channel(0)
            task.spawn("reader", function()
              local ok, err = pcall(ch.receive, ch)
              print(err.kind)
              error(err, 0)
            end)
            task.event():wait()
            """)
        #expect(run.exitCode == ExitCode.deadlock)
        #expect(run.lines == ["deadlock"])
        #expect(run.message?.contains("waits for") == true)
        #expect(run.message?.contains("which nothing can end any more") == true)
    }

    @Test func aTaskCannotWaitForItsParent() throws {
        let run = try run(
            """
            local me
            me = task.spawn(function()
              local child = task.spawn(function() me:wait() end)
              child:wait()
            end)
            local ok, err = pcall(me.wait, me)
            print(err.message)
            """)
        #expect(run.lines == ["a task can't wait for itself or for a task that it belongs to"])
    }
}

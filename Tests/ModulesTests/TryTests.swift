import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `try` and `fail`: errors as results, and failing on purpose.
@Suite struct TryTests {
    @Test func anErrorBecomesAResult() throws {
        let run = try run(
            """
            print(try(tonumber, "7"))
            local value, err = try(wait, function() end, { timeout = 3 })
            print(value, err.kind, err.timeout, err:is("timeout"))
            print(try(error)) -- an error whose value is nil is an error, too
            """)
        #expect(run.lines == ["7", "nil\ttimeout\t3.0\ttrue", "nil\tnil"])
        #expect(run.exitCode == 0)
    }

    @Test func cancellationIsNeverTurnedIntoAResult() throws {
        let run = try run(
            """
            local worker = task.spawn(function() try(sleep, 100) print("went on") end)
            sleep(1)
            worker:cancel()
            try(sleep, 1)
            print(worker:status())
            """)
        #expect(run.lines == ["cancelled"])
    }

    @Test func exitPassesThroughTry() throws {
        let run = try run("try(exit, 3) print('went on')")
        #expect(run.output.isEmpty)
        #expect(run.exitCode == 3)
    }

    @Test func failingOnPurposeHasItsOwnExitCode() throws {
        #expect(try run("fail('two are down')").exitCode == 5)
        let run = try run("fail('one is uncertain', { exit_code = 6 })")
        #expect(run.exitCode == 6)
        #expect(run.message == "one is uncertain")
        #expect(run.traceback == nil)
    }

    @Test func failingOnPurposeMaySayWhatToDo() throws {
        let run = try run("fail('the list is empty', { hint = 'ask zec.instances' })")
        #expect(run.exitCode == 5)
        #expect(run.outcome.report?.hint == "ask zec.instances")
    }

    @Test func anExitCodeIsWithinABytesReach() throws {
        let run = try run("fail('x', { exit_code = 0 })")
        #expect(
            run.message
                == "test.lua:1: bad argument #2 to 'fail' (option 'exit_code': from 1 to 255 expected, got 0)"
        )
    }
}

import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Signals and exit.
@Suite struct StoppingTests {
    private static func signal(_ number: Int32, after delay: Duration) -> (SimulatedHost) -> Void {
        { $0.schedule(.stop(signal: number, count: 1), after: delay) }
    }

    @Test(arguments: [(Int32(2), Int32(130)), (15, 143), (1, 129)])
    func theFirstSignalCancelsAndTheExitCodeSaysWhich(signal: Int32, exitCode: Int32) throws {
        let run = try run(
            """
            local c <close> = setmetatable({}, {__close = function() print("closed", script.stopping()) end})
            sleep(100)
            """, prepare: Self.signal(signal, after: .seconds(3)))
        #expect(run.exitCode == exitCode)
        #expect(run.lines == ["closed\ttrue"])
        #expect(run.elapsed == .seconds(3))
        #expect(run.traceback == nil)
    }

    @Test func aRebootUnderWayIsSettledFirst() throws {
        let run = try run(
            """
            local ids = {}
            for _, i in ipairs(zec.instances{}) do ids[#ids + 1] = i.instanceId end
            local started = clock()
            print(#zec.reboot(ids).accepted)
            sleep(1)
            print("never")
            """, prepare: Self.signal(2, after: .milliseconds(1)))
        #expect(run.exitCode == 130)
        #expect(!run.lines.contains("never"))
    }

    @Test func theTaskTreeTellsWhatEachTaskWaitsForAndWhere() throws {
        let run = try run(
            """
            task.spawn("poller", function() sleep(100) end)
            sleep(50)
            """, prepare: { $0.schedule(.describeTasks, after: .seconds(10)) })
        #expect(run.errorOutput.contains("main: waits for a point in time, since 10s, at test.lua:2"))
        #expect(run.errorOutput.contains("poller: waits for a point in time, since 10s, at test.lua:1"))
    }

    @Test func exitRunsCloseHandlersAndCannotBeCaught() throws {
        let run = try run(
            """
            local c <close> = setmetatable({}, {__close = function() print("closed") end})
            task.spawn(function() sleep(100) print("never") end)
            pcall(exit, 7)
            sleep(1)
            print("never")
            """)
        #expect(run.exitCode == 7)
        #expect(run.lines == ["closed"])
        #expect(run.outcome.report == nil)
    }

    @Test func failEndsWithFiveAndASentenceWithoutTraceback() throws {
        let run = try run("fail('two of three are down')")
        #expect(run.exitCode == ExitCode.failed)
        #expect(run.message == "two of three are down")
        #expect(run.traceback == nil)
    }

    @Test func anErrorIsOneWithItsTraceback() throws {
        let run = try run("local function f() error('oops') end\nf()")
        #expect(run.exitCode == ExitCode.scriptError)
        #expect(run.message == "test.lua:1: oops")
        #expect(run.traceback?.hasPrefix("stack traceback:") == true)
    }

    @Test func aSyntaxErrorIsThree() throws {
        let run = try run("local x = = 1")
        #expect(run.exitCode == ExitCode.syntax)
        #expect(run.message?.contains("test.lua:1:") == true)
    }
}

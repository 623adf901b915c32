import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Queues of waiting tasks, on which semaphores, events and channels are built.
@Suite struct WaitQueueTests {
    @Test func aWaiterThatIsCancelledLeavesTheLine() throws {
        let run = try run(
            """
            local semaphore = task.semaphore(1)
            local permit = semaphore:acquire()
            local function use(name) semaphore:with(print, name) end
            local first, second = task.spawn(use, "first"), task.spawn(use, "second")
            sleep(1)
            first:cancel()
            sleep(1)
            permit:release()
            second:wait()
            print(first:status(), semaphore)
            """)
        #expect(run.lines == ["second", "cancelled\tsemaphore: 1 of 1 free"])
    }

    @Test func whoIsCancelledAfterItWasServedKeepsWhatItGot() throws {
        let run = try run(
            """
            local semaphore = task.semaphore(1)
            local permit = semaphore:acquire()
            local function use(name) semaphore:with(print, name) end
            local first, second = task.spawn(use, "first"), task.spawn(use, "second")
            sleep(1)
            permit:release()
            first:cancel() -- `first` has the permit, but has not run since
            second:wait()
            print(first:status(), semaphore)
            """)
        #expect(run.lines == ["first", "second", "done\tsemaphore: 1 of 1 free"])
    }
}

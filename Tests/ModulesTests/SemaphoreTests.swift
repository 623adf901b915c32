import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `task.semaphore`: a limit of concurrent tasks.
@Suite struct SemaphoreTests {
    @Test func permitsAreServedInOrder() throws {
        let run = try run(
            """
            local semaphore = task.semaphore(2)
            task.map({ 1, 2, 3, 4, 5 }, function(number)
                local permit <close> = semaphore:acquire()
                sleep(1)
                print(number, clock())
            end)
            print(semaphore)
            """)
        #expect(run.lines == ["1\t1.0", "2\t1.0", "3\t2.0", "4\t2.0", "5\t3.0", "semaphore: 2 of 2 free"])
    }

    @Test func aPermitGivenBackTwiceIsOnePermit() throws {
        let run = try run(
            """
            local semaphore = task.semaphore(1)
            local permit = semaphore:acquire()
            print(semaphore:try_acquire(), select(2, pcall(semaphore.acquire, semaphore, "2s")))
            permit:release()
            permit:release()
            print(semaphore, semaphore:with(function(a, b) return a + b end, 3, 4))
            """)
        #expect(
            run.lines == [
                "nil\ttest.lua:3: timed out after 2s waiting for a permit", "semaphore: 1 of 1 free\t7",
            ])
    }
}

import TestSupport
import Testing

@Suite struct SynchronizationTests {
    // MARK: Semaphores

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

    // MARK: Events

    @Test func whoWaitsPassesEvenIfTheEventIsClearedAtOnce() throws {
        let run = try run(
            """
            local event = task.event()
            local waiter = task.spawn(function() event:wait() print("passed", clock()) end)
            sleep(2)
            event:set()
            event:clear()
            waiter:wait()
            print(event:is_set(), select(2, pcall(event.wait, event, "250ms")).kind)
            """)
        #expect(run.lines == ["passed\t2.0", "false\ttimeout"])
    }

    // MARK: Channels

    @Test func whatWasSentBeforeClosingIsStillReceived() throws {
        let run = try run(
            """
            local channel = task.channel(2)
            channel:send(false)
            channel:send("last")
            channel:close()
            print(channel:receive(), channel:receive(), channel:receive())
            print(select(2, pcall(channel.send, channel, 1)))
            """)
        #expect(run.lines == ["false\tlast\tnil", "test.lua:6: cannot send: the channel is closed"])
    }

    @Test func withoutCapacityASenderWaitsForItsReceiver() throws {
        let run = try run(
            """
            local channel = task.channel()
            local sender = task.spawn(function() channel:send("hello") print("handed over", clock()) end)
            sleep(3)
            print(channel:receive())
            sender:wait()
            """)
        #expect(run.lines == ["hello", "handed over\t3.0"])
    }

    @Test func waitingForNobodyIsADeadlockThatSaysForWhat() throws {
        let run = try run("task.channel():receive()")
        #expect(run.exitCode == 125)
        #expect(run.message?.contains("a value from a channel") == true)
    }

    @Test func methodsCheckTheirArguments() throws {
        let run = try run("task.channel(1):send(1, true)")
        #expect(run.message?.contains("bad argument #2 to 'send'") == true)
    }
}

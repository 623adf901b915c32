import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `task.channel`: values from task to task.
@Suite struct ChannelTests {
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

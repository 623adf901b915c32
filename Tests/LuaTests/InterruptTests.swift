import Foundation
import Lua
import Testing

@Suite(.serialized) struct InterruptTests {
    @Test(arguments: [
        "while true do end", "for i = 1, math.maxinteger do end", "::again:: goto again",
        "while true do pcall(function() while true do end end) end", "repeat pcall(error) until false",
        "coroutine.wrap(function() while true do end end)()",
        "while true do pcall(coroutine.wrap(function() while true do end end)) end",
        "local c <close> = setmetatable({}, {__close = function() while true do end end})",
        "local co = coroutine.create(function() local c <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)",
    ])
    func aLoopThatDoesNotEndIsStopped(source: String) throws {
        let fifo = try #require(FIFO())
        let lua = try #require(fifo.lua)
        lua.bindToCurrentThread()
        let interrupter = lua.interrupter
        let started = try #require(FIFO.Beacon())
        try fifo.define("host.started") { _ in
            started.light()
            return .nothing
        }
        let thread = Thread {
            started.await()
            interrupter.interrupt("interrupted!")
        }
        thread.start()
        try fifo.run("host.started() " + source)
        #expect(fifo.failures.first?.text.contains("interrupted!") == true)
        #expect(lua.isInterrupted)
        lua.clearInterrupt()
        try fifo.run("local n = 0 for i = 1, 1000 do n = n + 1 end return n")
        #expect(fifo.results.last == [1000])
    }
}

extension FIFO {
    /// Tells another thread that a step has begun.
    final class Beacon: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)

        init?() {}

        func light() { semaphore.signal() }

        func await() { semaphore.wait() }
    }
}

import Lua
import Testing

@Suite struct TaskTests {
    @Test func aWaitPassesThroughTheScriptsOwnCoroutines() throws {
        let fifo = try run(
            """
            local values = {}
            for v in coroutine.wrap(function()
              for i = 1, 3 do host.pause() coroutine.yield(i) end
            end) do values[#values + 1] = v end
            local co = coroutine.create(function(...) host.pause() return host.echo(...) end)
            return table.concat(values, ","), coroutine.resume(co, "a", "b")
            """)
        #expect(fifo.results == [["1,2,3", true, "a", "b"]])
    }

    @Test func aWaitWorksInsidePcallMetamethodsIteratorsAndCloseHandlers() throws {
        let fifo = try run(
            """
            local log = {}
            local t = setmetatable({}, {__index = function(_, k) host.pause() return k end})
            log[#log + 1] = t.index
            log[#log + 1] = select(2, pcall(function() return host.pause() end))
            do local c <close> = setmetatable({}, {__close = function() host.pause() log[#log + 1] = "closed" end}) end
            pcall(function()
              local c <close> = setmetatable({}, {__close = function() host.pause() log[#log + 1] = "after error" end})
              error("x")
            end)
            return table.concat(log, " ")
            """)
        #expect(fifo.results == [["index woken closed after error"]])
    }

    @Test(arguments: [
        ("table.sort({3, 2, 1}, function(a, b) host.pause() return a < b end)", "sort"),
        ("string.gsub('x', 'x', function() host.pause() end)", "gsub"),
        ("tostring(setmetatable({}, {__tostring = function() host.pause() end}))", "tostring"),
        ("assert(load(function() host.pause() end))", "load"),
    ])
    func aWaitWhereLuaCannotYieldNamesThePlaceAndStartsNothing(source: String, place: String) throws {
        let fifo = try run("local ok, err = pcall(function() \(source) end) error(err, 0)")
        let text = try #require(fifo.failures.first?.text)
        #expect(text.contains("'pause' waits, and cannot be called inside"))
        #expect(text.contains(place))
        #expect(fifo.calls == 0)
    }

    @Test func aWaitInACoroutineResumedFromASortComparatorIsRefused() throws {
        let fifo = try run(
            """
            table.sort({3, 2, 1}, function(a, b)
              local ok, err = coroutine.resume(coroutine.create(function() host.pause() end))
              error(err, 0)
            end)
            """)
        #expect(fifo.failures.first?.text.contains("'pause' waits") == true)
        #expect(fifo.calls == 0)
    }

    @Test func aCoroutineThatWaitsCannotBeResumedByAnotherTask() throws {
        let fifo = try run(
            """
            local co = coroutine.create(function() host.pause() return "first" end)
            task.spawn(function() print(coroutine.resume(co)) end)
            print(coroutine.resume(co))
            """)
        #expect(fifo.output == "false\tcannot resume a coroutine that is waiting\ntrue\tfirst\n")
    }

    @Test func theTracebackIsTakenWhereTheErrorWasThrown() throws {
        let fifo = try run(
            "local function deep() error('boom') end\nlocal function outer() deep() end\nouter()")
        let failure = try #require(fifo.failures.first)
        #expect(failure.text == "test.lua:1: boom")
        #expect(
            failure.traceback?.contains("test.lua:2: in upvalue 'outer'") == true
                || failure.traceback?.contains("test.lua:2: in local 'outer'") == true)
    }

    /// While a close handler waits, other tasks may fail.
    @Test func eachTaskHasItsOwnTraceback() throws {
        let fifo = try run(
            """
            task.spawn(function()
              local c <close> = setmetatable({}, {__close = function() host.pause() host.pause() end})
              error("slow")
            end)
            task.spawn(function()
              error("quick")
            end)
            """)
        #expect(fifo.failures.map(\.text) == ["test.lua:6: quick", "test.lua:3: slow"])
        #expect(fifo.failures.map(\.place) == ["test.lua:6", "test.lua:3"])
    }

    @Test func aTableAsErrorHasAPlace() throws {
        let fifo = try run("local function f()\n  error({code = 7})\nend\nf()")
        #expect(fifo.failures.first?.place == "test.lua:2")
    }

    @Test func nestedCloseIsRefusedBeforeItOverflowsTheStack() throws {
        let fifo = try run(
            """
            local function chain(n)
              local co = coroutine.wrap(function()
                local c <close> = setmetatable({}, {__close = function() if n > 0 then chain(n - 1) end end})
                coroutine.yield()
              end)
              co()
              local thread = coroutine.create(function()
                local c <close> = setmetatable({}, {__close = function() if n > 0 then chain(n - 1) end end})
                coroutine.yield()
              end)
              coroutine.resume(thread)
              local ok, err = coroutine.close(thread)
              if not ok then error(err, 0) end
            end
            chain(5000)
            """)
        #expect(fifo.failures.count == 1)
    }

    @Test func aRefusedSpawnRaisesAndLeavesNothingBehind() throws {
        let fifo = try #require(FIFO())
        try fifo.run("parent = task.spawn(function() end)")
        try fifo.run("return 1")
        fifo.refusesSpawn = true
        #expect(throws: ChunkError.self) { try fifo.run("return 2") }
        fifo.refusesSpawn = false
        try fifo.run("return 3")
        #expect(fifo.results.last == [3])
    }

    @Test func tenThousandTasksShareTheirSlots() throws {
        let fifo = try run(
            """
            local count = 0
            for i = 1, 10000 do task.spawn(function() host.pause() count = count + 1 end) end
            host.pause() host.pause()
            return count
            """)
        #expect(fifo.results.contains([10000]))
    }
}

import Lua
import Testing

@Suite struct MemoryTests {
    @Test(arguments: ["local s = ('x'):rep(1e9)", "local t = {} for i = 1, 1e9 do t[i] = {i} end"])
    func aScriptThatTakesTooMuchGetsAnErrorAndTheStateLivesOn(source: String) throws {
        let fifo = try run(source, options: .init(memoryLimit: 8 << 20))
        #expect(fifo.failures.map(\.text) == ["not enough memory"])
        try fifo.run("return 'alive'")
        #expect(fifo.results == [["alive"]])
    }

    @Test func outOfMemoryCanBeCaughtByTheScript() throws {
        let fifo = try run(
            "local ok, err = pcall(string.rep, 'x', 1e9) return ok, err", options: .init(memoryLimit: 8 << 20)
        )
        #expect(fifo.results == [[false, "not enough memory"]])
    }

    /// A value that does not fit is detected while the answer is decoded.
    @Test func answersThatDoNotFitUseNothingUp() throws {
        let fifo = try #require(FIFO(options: .init(memoryLimit: 256 << 10)))
        try fifo.defineFunctions()
        try fifo.define("host.big") { _ in .value(.bytes(Array(repeating: 65, count: 400 << 10))) }
        try fifo.run(
            """
            local caught = 0
            local function deeper(n)
              if not pcall(host.big) then caught = caught + 1 end
              if n > 0 then pcall(deeper, n - 1) end
            end
            for _ = 1, 100 do deeper(20) end
            return caught, host.make("x").name
            """)
        #expect(fifo.failures.map(\.text) == [])
        #expect(fifo.results == [[2100, "made"]])
    }

    @Test func aFinalizerMayCallHostFunctionsWhileAnAnswerIsDecoded() throws {
        let fifo = try run(
            """
            local called = 0
            local function litter()
              setmetatable({}, {__gc = function()
                assert(host.make("deep").name == "made")
                pcall(host.raise)
                called = called + 1
                litter()
              end})
            end
            litter()
            for i = 1, 3000 do
              local made = host.make(("a"):rep(i % 50), {i, {i}}, "z")
              assert(made[2][1] == i and made[3] == "z" and made.name == "made")
            end
            return called > 0
            """)
        #expect(fifo.results == [[true]])
        #expect(fifo.warnings == [])
    }

    /// Lua calls no message handler when memory is short.
    @Test func outOfMemoryIsToldWithItsOwnPlace() throws {
        let fifo = try run(
            """
            task.spawn(function()
              error("first")
            end)
            task.spawn(function()
              local function grow()
                return ("x"):rep(1e9)
              end
              local s = grow() .. "y"
            end)
            """, options: .init(memoryLimit: 8 << 20))
        #expect(fifo.failures.map(\.text) == ["test.lua:2: first", "not enough memory"])
        #expect(fifo.failures.map(\.place) == ["test.lua:2", "test.lua:6"])
        #expect(fifo.failures.last?.traceback?.contains("test.lua:8: in function <test.lua:4>") == true)
    }

    /// Everything that allocates: load, call, error, wait, spawn, a coroutine, a close handler, results.
    private static let scenario = """
        local t = host.make("a", {1, 2, {x = "y"}}, "text")
        assert(host.echo(t, "b").name == "made")
        pcall(host.raise, t)
        host.pause()
        local co = coroutine.wrap(function() host.pause() coroutine.yield(host.echo({1})) end)
        co()
        local child = task.spawn("child", function(v) host.pause() error({v = v}) end, {1})
        local c <close> = setmetatable({}, {__close = function() host.echo(("x"):rep(100)) end})
        print(child, child.name, t.name)
        pcall(error, "again")
        return host.make(("z"):rep(50))
        """

    /// A sweep: allocation number k fails, for every k that the scenario reaches.
    @Test func everyAllocationMayFailWithoutACrashOrASkippedFrame() throws {
        var failed = 0
        for k in 1...20_000 {
            let fifo = try #require(FIFO())
            try fifo.defineFunctions()
            let lua = try #require(fifo.lua)
            let before = lua.allocationCount
            lua.failAllocation(UInt64(k))
            try? fifo.run(Self.scenario)
            #expect(fifo.depth == 0, "a Swift frame was skipped at allocation \(k)")
            let reached = lua.allocationCount - before >= UInt64(k)
            lua.failAllocation(0)
            if !fifo.failures.isEmpty { failed += 1 }
            try fifo.run("return 'alive'")
            #expect(fifo.results.last == ["alive"], "the state was broken at allocation \(k)")
            fifo.close()
            if !reached { break }
        }
        #expect(failed > 50)
    }
}

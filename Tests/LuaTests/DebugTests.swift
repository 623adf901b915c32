import Lua
import Testing

/// A script's `debug` reaches the script's own values, but no value that the host keeps in Lua and that C trusts.
@Suite struct DebugTests {
    private static let stories: [(source: String, result: LuaValue)] = [
        ("return debug.setuservalue(t, nil, 1) == nil", true),
        ("return debug.getuservalue(t, 1) == nil", true),
        ("return debug.getmetatable(t) == nil", true),
        ("return (pcall(debug.setmetatable, t, {}))", false),
        ("return (pcall(debug.setmetatable, t, getmetatable(io.stdout)))", false),
        ("return (pcall(debug.setmetatable, io.tmpfile(), {}))", false),
        ("return getmetatable(t)", false),
        ("return debug.getupvalue(host.pause, 1) == nil", true),
        ("return debug.setupvalue(host.pause, 1, 1) == nil", true),
        ("return debug.getupvalue(load, 1) == nil", true),
        ("return debug.setupvalue(coroutine.wrap(print), 1, 1) == nil", true),
        ("return debug.setupvalue(io.lines('/dev/null'), 1, 1) == nil", true),
        ("return (pcall(debug.upvaluejoin, host.pause, 1, host.echo, 1))", false),
        ("return debug.getupvalue(string.gmatch('x', 'x'), 1)", ""),
    ]

    @Test(arguments: stories.indices)
    func theHostsValuesAreOutOfReach(index: Int) throws {
        let story = Self.stories[index]
        let fifo = try run(
            """
            local t = task.spawn(function() host.pause() return "done" end)
            local function story() \(story.source) end
            local result = story()
            collectgarbage() collectgarbage()
            host.pause()
            collectgarbage()
            return result
            """)
        #expect(fifo.failures.map(\.text) == [], "\(story.source)")
        #expect(fifo.results.contains([story.result]), "\(story.source)")
        #expect(fifo.results.contains(["done"]))
    }

    @Test func theRegistryHoldsNoTasks() throws {
        let fifo = try run(
            """
            local t = task.spawn(function() host.pause() end)
            local seen = {}
            local function search(value)
              if type(value) ~= "table" or seen[value] then return value == t end
              seen[value] = true
              for k, v in next, value do if search(k) or search(v) then return true end end
              return false
            end
            local registry = debug.getregistry()
            return search(registry), registry._LOADED == package.loaded
            """)
        #expect(fifo.results.contains([false, true]))
    }

    /// The C functions at the base of a task, and the C functions that resume a coroutine, keep values in
    /// their frames.
    @Test func framesOfCAreReadOnly() throws {
        let fifo = try run(
            """
            local own = coroutine.running()
            local co = coroutine.wrap(function()
              for level = 0, 20 do
                if not debug.getinfo(own, level, "S") then break end
                for i = 1, 10 do pcall(debug.setlocal, own, level, i, 5) end
              end
              host.pause()
              return "alive"
            end)
            return co()
            """)
        #expect(fifo.results == [["alive"]])
    }

    /// A buffer that is being filled lies on the stack of the C function that fills it.
    @Test func theBufferOfPrintCannotBeTaken() throws {
        let fifo = try run(
            """
            local types = {}
            local spy = setmetatable({}, {__tostring = function()
              for level = 1, 5 do
                for i = 1, 20 do
                  local ok, name, value = pcall(debug.getlocal, level, i)
                  if ok and name and type(value) == "userdata" then types[#types + 1] = name end
                end
              end
              return "spy"
            end})
            print(("x"):rep(5000), spy)
            return #types
            """)
        #expect(fifo.results == [[0]])
    }

    /// Below every task lies a C function, which `debug.getinfo` would reveal.
    @Test func theBodyOfATaskIsNoFunctionToCall() throws {
        let fifo = try run(
            """
            local found = 0
            for level = 0, 10 do
              local info = debug.getinfo(level, "fS")
              if not info then break end
              if info.func and info.what == "C" and info.func ~= debug.getinfo then found = found + 1 end
            end
            local stock
            load(function() stock = debug.getinfo(2, "f").func return nil end)
            return found, stock == nil or stock == load
            """)
        #expect(fifo.results == [[0, true]])
    }

    @Test func finalizersOfFilesMayBeCalledByHand() throws {
        let fifo = try run(
            """
            local file = io.tmpfile()
            local close = getmetatable(file).__gc
            close(file) close(file)
            return io.type(file)
            """)
        #expect(fifo.results == [["closed file"]])
    }

    /// A finalizer that runs on the host's own thread can get that thread.
    @Test func theHostsThreadIsNoCoroutine() throws {
        let fifo = try #require(FIFO())
        try fifo.defineFunctions()
        try fifo.run(
            """
            function watch()
              setmetatable({}, {__gc = function() threads[coroutine.running()] = true watch() end})
            end
            threads = {}
            watch()
            """)
        for _ in 1...300 { try fifo.run("local t = {} for i = 1, 100 do t[i] = {} end return t") }
        try fifo.run(
            "for co in next, threads do pcall(coroutine.close, co) pcall(coroutine.resume, co) end return 'alive'"
        )
        #expect(fifo.results.last == ["alive"])
    }
}

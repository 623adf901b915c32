import Lua
import Testing

/// `exit` raises an error that scripts can't catch; here the host function `host.leave` returns that error.
@Suite struct ProtectedCallTests {
    private func leaving(_ source: String) throws -> FIFO {
        let fifo = try #require(FIFO())
        try fifo.defineFunctions()
        try fifo.define("host.leave") { _ in
            throw ScriptError(kind: "cancelled", message: "leaving", ending: .program)
        }
        try fifo.run(source)
        return fifo
    }

    @Test(arguments: [
        "pcall(host.leave)",
        "xpcall(host.leave, function() return 'handled' end)",
        "pcall(pcall, host.leave)",
        "coroutine.resume(coroutine.create(host.leave))",
        "pcall(coroutine.wrap(function() host.pause() host.leave() end))",
        "pcall(function() host.pause() host.leave() end)",
        "load(function() host.leave() end)",
        "pcall(table.sort, {3, 2, 1}, function() host.leave() end)",
        "pcall(string.gsub, 'x', 'x', function() host.leave() end)",
        "pcall(function() local c <close> = setmetatable({}, {__close = function() error('other') end}) host.leave() end)",
        "local co = coroutine.create(function() local c <close> = setmetatable({}, {__close = function() host.leave() end}) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)",
    ])
    func nothingKeepsTheEndOfTheProgram(source: String) throws {
        let fifo = try leaving("\(source) print('on')")
        #expect(fifo.output == "", "\(source)")
        #expect(fifo.failures.map(\.ending) == [.program])
    }

    @Test func closeHandlersRunOnTheWayAndMayCatchTheirOwnErrors() throws {
        let fifo = try leaving(
            """
            pcall(function()
              local c <close> = setmetatable({}, {__close = function()
                print(pcall(error, "mine", 0))
                host.pause()
                print("closed")
              end})
              host.leave()
            end)
            print("on")
            """)
        #expect(fifo.output == "false\tmine\nclosed\n")
    }

    @Test func otherErrorsAreCaughtAsInLua() throws {
        let fifo = try leaving(
            """
            print(pcall(error, "x", 0))
            print(pcall(error))
            print(select("#", pcall(function() return 1, nil end)))
            print(xpcall(function(...) error(select("#", ...), 0) end, function(e) return "h" .. e end, 1, nil))
            print(pcall(pcall))
            print(xpcall(host.pause, print))
            """)
        #expect(
            fifo.output == """
                false\tx
                false\tnil
                3
                false\th2
                false\tbad argument #1 to 'pcall' (value expected)
                true\twoken

                """)
    }

    @Test func aTableOfTheScriptWithTheSameFieldsEndsNothing() throws {
        let fifo = try leaving("error({kind = 'cancelled', message = 'not really'})")
        #expect(fifo.failures.map(\.ending) == [nil])
    }
}

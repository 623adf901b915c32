import Lua
import Testing

@Suite struct HostFunctionTests {
    @Test func valuesCrossBothWaysUnchanged() throws {
        let fifo = try run(#"return host.echo(nil, true, 7, 2^53, "é", "\xff\0", {1, {x = "y"}}, print)"#)
        let nested = LuaTable(fields: [.init(key: "x", value: "y")])
        #expect(
            fifo.results == [
                [
                    .nil, true, 7, .number(9_007_199_254_740_992), "é", .bytes([0xFF, 0]),
                    .array([1, .table(nested)]), .nil,
                ]
            ])
    }

    @Test func aSwiftErrorIsATableThatReadsAsOneLine() throws {
        let fifo = try run(
            """
            local ok, err = pcall(host.raise)
            return ok, err.kind, err.code, tostring(err), err:is("test")
            """)
        #expect(
            fifo.results == [[false, "test", "E1", "test.lua:1: raised by Swift [E1] (request T1)", true]])
    }

    @Test func aWrongArgumentNamesItself() throws {
        let fifo = try #require(FIFO())
        try fifo.define("zec.reboot", [Parameter("ids", .array(of: "instance ids"), "Ids.")]) { _ in .nothing
        }
        try fifo.run("zec.reboot(nil)")
        #expect(
            fifo.failures.map(\.text)
                == ["test.lua:1: bad argument #1 to 'reboot' (array of instance ids expected, got nil)"])
        #expect(fifo.calls == 0)
    }

    @Test func aSteadyAnswerIsAskedForOnceBetweenTwoWaits() throws {
        let fifo = try #require(FIFO())
        var time = 0.0
        try fifo.define("clock", isSteady: true) { _ in
            time += 1
            return .value(.number(time))
        }
        try fifo.defineFunctions()
        try fifo.run("local a, b = clock(), clock() host.pause() return a, b, clock()")
        #expect(fifo.results == [[1, 1, 2].map { .number($0) }])
    }

    @Test func anUnknownOptionNamesTheNearestKnownOne() throws {
        let fifo = try #require(FIFO())
        let options = [Parameter("concurrency", .integer, "How many.", optional: true)]
        try fifo.define("map", [Parameter("options", .options(options), "How.")]) { _ in .nothing }
        try fifo.run("map{concurency = 3}")
        #expect(
            fifo.failures.first?.text
                == "test.lua:1: bad argument #1 to 'map' (unknown option 'concurency' (did you mean 'concurrency'?))"
        )
    }

    @Test func aTableThatContainsItselfIsAnErrorAndNotACrash() throws {
        let fifo = try run("local t = {} t.t = t host.echo(t)")
        #expect(fifo.failures.first?.text.contains("nested too deeply, or contains itself") == true)
    }

    @Test func aFinalizerThatCallsTheHostWhileResultsAreReadDoesNotSpoilThem() throws {
        let fifo = try run(
            """
            for i = 1, 2000 do
              setmetatable({}, {__gc = function() host.echo("from a finalizer") end})
              local t = host.make(i, "text " .. i, {i})
              assert(t[1] == i and t[2] == "text " .. i and t[3][1] == i and t.name == "made")
            end
            """)
        #expect(fifo.failures.isEmpty)
        #expect(fifo.depth == 0)
    }
}

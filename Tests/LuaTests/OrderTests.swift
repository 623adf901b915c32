import Lua
import Testing

@Suite struct OrderTests {
    private static let walk = """
        local t = {alpha = 1, beta = 2, gamma = 3, delta = 4, [2.5] = 5, [true] = 6}
        for i = 1, 5 do t[{}] = i end
        local seen = {}
        for k, v in pairs(t) do seen[#seen + 1] = v end
        local k, v = next(t)
        while k ~= nil do seen[#seen + 1] = v k, v = next(t, k) end
        return table.concat(seen, " "), tostring({}), string.format("%p %s", print, {})
        """

    private func walk(seed: UInt64) throws -> [LuaValue] {
        try #require(try run(Self.walk, options: .init(orderSeed: seed)).results.first)
    }

    @Test func theSameSeedGivesTheSameOrderInEveryState() throws {
        let first = try walk(seed: 1)
        for _ in 0..<5 { #expect(try walk(seed: 1) == first) }
        // A fixed value, so that every process must give the same.
        #expect(first[1] == "table: 0x1")
    }

    @Test func anotherSeedGivesAnotherOrder() throws {
        let orders = try Set((1...20).map { try walk(seed: $0)[0].text ?? "" })
        #expect(orders.count > 15)
    }

    @Test func aSequenceStaysInOrder() throws {
        let fifo = try run(
            "local s = {} for i in pairs{1, 2, 3, 4, x = 1} do s[#s + 1] = tostring(i) end return s[1] .. s[2] .. s[3] .. s[4]",
            options: .init(orderSeed: 9))
        #expect(fifo.results == [["1234"]])
    }

    @Test func everyKeyIsSeenOnceThoughFieldsAreClearedAndSetMeanwhile() throws {
        let fifo = try run(
            """
            local t, seen, count = {}, {}, 0
            for i = 1, 100 do t["k" .. i] = i end
            for k in pairs(t) do
              assert(not seen[k]) seen[k] = true count = count + 1
              t[k] = nil
              for i = 1, 100, 7 do if t["k" .. i] then t["k" .. i] = -i end end
            end
            assert(next(t) == nil)
            for i = 1, 50 do t["n" .. i] = i end
            local rounds = 0
            while next(t) do t[next(t)] = nil rounds = rounds + 1 end
            t.later = 1
            local k = next(t)
            return count, rounds, k, next(t, k)
            """, options: .init(orderSeed: 3))
        #expect(fifo.failures.map(\.text) == [])
        #expect(fifo.results == [[100, 50, "later", .nil]])
    }

    @Test func anInvalidKeyIsAnError() throws {
        let fifo = try run("next({}, 'missing')", options: .init(orderSeed: 3))
        #expect(fifo.failures.first?.text.contains("invalid key to 'next'") == true)
    }
}

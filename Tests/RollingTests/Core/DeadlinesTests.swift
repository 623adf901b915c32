import Basics
import Rolling
import TestSupport
import Testing

/// The times at which the roll must decide again.
@Suite struct DeadlinesTests {
    @Test func theEarliestTimeComesFirst() throws {
        let story = """
            local due = deadlines.new()
            due:set("i-1", 30) due:set("i-2", 10) due:set("i-3", 20)
            print(due:first(), due:take(25), due:take(25), due:take(25))
            """
        #expect(try core("deadlines", story) == ["10\ti-2\ti-3\tnil"])
    }

    @Test func aTimeThatIsSetAnewTakesThePlaceOfAnEarlierOne() throws {
        let story = """
            local due = deadlines.new()
            due:set("i-1", 10) due:set("i-1", 50)
            print(due:take(20), due:first(), due:take(50), due:take(50))
            """
        #expect(try core("deadlines", story) == ["nil\t50\ti-1\tnil"])
    }

    @Test func aKeyIsTakenOnceThoughItsTimeWasSetBack() throws {
        let story = """
            local due = deadlines.new()
            due:set("i-1", 10) due:set("i-1", 50) due:set("i-1", 10)
            print(due:take(60), due:take(60), due:first())
            """
        #expect(try core("deadlines", story) == ["i-1\tnil\tinf"])
    }

    @Test func nilAndInfinityForgetAKey() throws {
        let story = """
            local due = deadlines.new()
            due:set("i-1", 10) due:set("i-2", 10)
            due:set("i-1", nil) due:set("i-2", math.huge)
            print(due:first(), due:take(1e9))
            """
        #expect(try core("deadlines", story) == ["inf\tnil"])
    }

    @Test(arguments: 1...10) func itIsTheSameAsASearchThroughAllTimes(seed: Int) throws {
        let story = """
            local draw = dice(\(seed))
            local due, times = deadlines.new(), {}
            local function earliest()
                local first = math.huge
                for key = 1, 20 do first = math.min(first, times[key] or math.huge) end
                return first
            end
            for step = 1, 1000 do
                local key, kind = draw(20), draw(4)
                if kind == 1 then
                    local now = draw(100)
                    local taken = due:take(now)
                    local expected = earliest()
                    if taken and times[taken] ~= expected or (taken == nil) ~= (expected > now) then
                        error(("step %d: took %s"):format(step, tostring(taken)))
                    end
                    if taken then times[taken] = nil end
                else
                    local time = draw(10) > 1 and draw(100) or nil
                    due:set(key, time)
                    times[key] = time
                end
                if due:first() ~= earliest() then error(("step %d: %s"):format(step, due:first())) end
            end
            print("the same")
            """
        #expect(try core("deadlines", story) == ["the same"], "seed \(seed)")
    }
}

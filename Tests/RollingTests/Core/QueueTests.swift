import Basics
import Rolling
import TestSupport
import Testing

/// The queue of instances that wait for their turn.
@Suite struct QueueTests {
    private let helpers = """
        local function positions(waiting)
            local list, position = {}, waiting:next()
            while position do
                list[#list + 1] = position
                position = waiting:next(position)
            end
            return table.concat(list, " ")
        end
        local function choose(waiting, position)
            waiting:pass(position)
            waiting:take(position)
        end

        """

    @Test func anInstanceThatHadItsTurnWaitsBeforeThoseThatHadNone() throws {
        let story = """
            local waiting = queue.new(5)
            choose(waiting, 1) choose(waiting, 2)
            waiting:put_off(1)
            print(positions(waiting))
            """
        #expect(try core("queue", helpers + story) == ["1 3 4 5"])
    }

    @Test func anInstanceThatIsPutOffWaitsBehindOthersThatWerePutOff() throws {
        let story = """
            local waiting = queue.new(4)
            choose(waiting, 1) choose(waiting, 2) choose(waiting, 3)
            waiting:put_off(2) waiting:put_off(1)
            print(positions(waiting))
            """
        #expect(try core("queue", helpers + story) == ["2 1 4"])
    }

    @Test func anInstanceThatWasPassedOverKeepsItsPlaceBeforeOneThatIsPutOff() throws {
        let story = """
            local waiting = queue.new(4)
            choose(waiting, 3)
            waiting:put_off(3)
            print(positions(waiting))
            """
        #expect(try core("queue", helpers + story) == ["1 2 3 4"])
    }

    @Test func anInstanceThatEndsWithoutATurnGivesNoTurnToTheOthers() throws {
        let story = """
            local waiting = queue.new(4)
            waiting:take(3)
            choose(waiting, 1)
            waiting:put_off(1)
            print(positions(waiting))
            """
        #expect(try core("queue", helpers + story) == ["1 2 4"])
    }

    @Test func theLastInstanceCanBePutOffIntoAnEmptyQueue() throws {
        let story = """
            local waiting = queue.new(1)
            choose(waiting, 1)
            print(waiting:is_empty(), waiting:has(1))
            waiting:put_off(1)
            print(waiting:is_empty(), positions(waiting))
            """
        #expect(try core("queue", helpers + story) == ["true\tfalse", "false\t1"])
    }

    /// The model is a plain list that stores for each instance whether it had its turn.
    @Test(arguments: 1...10) func itIsTheSameAsAListThatIsSearchedFromItsHead(seed: Int) throws {
        let story = """
            local draw = dice(\(seed))
            local count = draw(12)
            local waiting, list, out = queue.new(count), {}, {}
            for position = 1, count do list[position] = { position = position } end
            local function place_of(position)
                for place, item in ipairs(list) do
                    if item.position == position then return place end
                end
            end
            local function first_without_turn()
                for place, item in ipairs(list) do
                    if not item.had_turn then return place end
                end
                return #list + 1
            end
            local function steps()
                local kind = draw(3)
                if kind == 1 and #out > 0 then
                    local item = table.remove(out, draw(#out))
                    waiting:put_off(item.position)
                    table.insert(list, first_without_turn(), item)
                elseif kind == 2 and #list > 0 then
                    local item = list[draw(#list)]
                    choose(waiting, item.position)
                    for _, other in ipairs(list) do
                        if other.position <= item.position then other.had_turn = true end
                    end
                    out[#out + 1] = table.remove(list, place_of(item.position))
                elseif #list > 1 and draw(8) == 1 then
                    waiting:take(table.remove(list, draw(#list)).position) -- the instance has ended
                end
            end
            for step = 1, 400 do
                steps()
                local expected = {}
                for place, item in ipairs(list) do expected[place] = item.position end
                local found = positions(waiting)
                if found ~= table.concat(expected, " ") or waiting:is_empty() ~= (#list == 0) then
                    error(("step %d: %s, not %s"):format(step, found, table.concat(expected, " ")))
                end
            end
            print("the same")
            """
        #expect(try core("queue", helpers + story) == ["the same"], "seed \(seed)")
    }

    @Test func instancesThatWaitAgainStandInTheOrderOfThePlanBehindThoseThatHadATurn() throws {
        let story = """
            local waiting = queue.new(6)
            choose(waiting, 1) choose(waiting, 2)
            waiting:put_off(1)
            waiting:take(3) waiting:take(5)
            print(positions(waiting))
            waiting = queue.extended(waiting, { 3, 5 })
            print(positions(waiting), waiting.length, waiting.frontier)
            choose(waiting, 1) choose(waiting, 3)
            waiting:put_off(1)
            print(positions(waiting))
            """
        #expect(
            try core("queue", helpers + story) == ["1 4 6", "1 3 4 5 6\t5\t3", "1 4 5 6"])
    }

    @Test func anEmptyQueueIsFilledAgain() throws {
        let story = """
            local waiting = queue.new(3)
            for position = 1, 3 do waiting:take(position) end
            waiting = queue.extended(waiting, { 3, 2 })
            print(positions(waiting), waiting:next())
            """
        #expect(try core("queue", helpers + story) == ["2 3\t2"])
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// The number of instances that take room.
@Suite struct HeadcountTests {
    @Test func anInstanceTakesRoomFromItsChoiceOn() throws {
        let story = """
            local night = roll(3)
            print(night.state.headcount.total)
            night:append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            print(night.state.headcount.total, night.state.headcount:busy_of(1))
            """
        #expect(try core("headcount", story) == ["0", "2\t2"])
    }

    @Test(arguments: [("uncertain", "accepted", 1), ("failed", "returning", 1), ("skipped", "planned", 0)])
    func onlyAnInstanceThatMayBeDownTakesRoomAfterItsEnd(outcome: String, from: String, total: Int) throws {
        let story = """
            local night = roll(3):bring("i-1", "\(outcome)", { from = "\(from)" })
            print(night.state.headcount.total, night.state.headcount.busy)
            """
        #expect(try core("headcount", story) == ["\(total)\t0"])
    }

    @Test func aFailedInstanceGivesItsRoomBackWhenItIsSeenWell() throws {
        let story = """
            local night = roll(3):bring("i-1", "failed")
            night:append { kind = "inventory", id = "i-1", well = true }
            print(night.state.headcount.total)
            """
        #expect(try core("headcount", story) == ["0"])
    }

    @Test func anInstanceThatEndedOutOfLoadTakesRoomThoughItNeverRebooted() throws {
        let story = """
            local night = roll(3):append { kind = "chosen", ids = { "i-1" }, batch = 1 }
            night:append { kind = "draining", ids = { "i-1" } }
            night:append { kind = "ended", id = "i-1", outcome = "failed", reason = "could not be put back" }
            print(night.state.headcount.total)
            """
        #expect(try core("headcount", story) == ["1"])
    }

    @Test func anInstanceThatHasLeftTheInventoryTakesNoRoom() throws {
        let story = """
            local night = roll(3):bring("i-1", "uncertain")
            night:append { kind = "inventory", id = "i-1", gone = true }
            print(night.state.headcount.total)
            """
        #expect(try core("headcount", story) == ["0"])
    }

    @Test func anInstanceThatIsUnderWayAndSeenDownCountsOnce() throws {
        let story = """
            local night = roll({ "a", "a", "b" }):bring("i-1", "returning")
            local total, groups = night.state.headcount:count(night.state.by_id, { ["i-1"] = "is REBOOT", ["i-3"] = "is STOPPED" })
            print(total, groups.a, groups.b)
            """
        #expect(try core("headcount", story) == ["2\t1\t1"])
    }

    @Test func theInstancesOfABatchAreNotCountedAgainstThemselves() throws {
        let story = """
            local night = roll(4):append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            local rows = { night:row "i-1", night:row "i-2" }
            print(night.state.headcount:count(night.state.by_id, { ["i-2"] = "is STOPPED", ["i-3"] = "is STOPPED" }, rows))
            """
        #expect(try core("headcount", story).map { $0.prefix(2) } == ["1\t"])
    }

    /// Rows take random steps, and every count is compared with a walk over all rows.
    @Test(arguments: 1...10) func theCountsAreThoseOfAWalkOverAllRows(seed: Int) throws {
        let story = """
            local draw, way = dice(\(seed)), need "core/way"
            local rows = {}
            for i = 1, 10 do rows[i] = way.new("i-" .. i, "web-" .. i, "group" .. i % 3, i) end
            local counts = headcount.new(rows)
            local function takes_room(row)
                if row.is_reserved or way.is_in_flight(row) then return true end
                if row.gone then return false end
                return row.step == "uncertain" or row.is_unwell == true or way.is_over(row) and row.drained ~= nil
            end
            local function change(row)
                local kind, nexts = draw(5), way.following[row.step]
                if kind <= 2 and #nexts > 0 then
                    local from = row.step
                    way.move(row, nexts[draw(#nexts)], 1)
                    return counts:moved(row, from)
                end
                if kind == 3 then row.is_reserved = not row.is_reserved and row.step == "planned" or nil end
                if kind == 4 then row.drained = draw(2) == 1 or nil end
                if kind == 5 and draw(5) == 1 then row.gone = true end
                counts:note(row)
            end
            for step = 1, 300 do
                change(rows[draw(10)])
                local total, groups, busy, steps = 0, {}, 0, {}
                for _, row in ipairs(rows) do
                    steps[row.step] = (steps[row.step] or 0) + 1
                    if row.is_reserved or way.is_in_flight(row) then busy = busy + 1 end
                    if takes_room(row) then
                        total = total + 1
                        groups[row.group] = (groups[row.group] or 0) + 1
                    end
                end
                assert(counts.total == total and counts.busy == busy, "step " .. step)
                for group = 0, 2 do
                    local name = "group" .. group
                    assert((counts.groups[name] or 0) == (groups[name] or 0), "step " .. step)
                end
                for name in next, way.following do assert(counts:at(name) == (steps[name] or 0), name) end
            end
            print("the same")
            """
        #expect(try core("headcount", story) == ["the same"], "seed \(seed)")
    }
}

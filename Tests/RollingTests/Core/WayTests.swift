import Basics
import Rolling
import TestSupport
import Testing

/// The steps that may follow each step of an instance.
@Suite struct WayTests {
    @Test func aStepThatMayNotFollowIsAnInternalError() throws {
        let story = """
            local row = way.new("i-1", "web", "", 1)
            local ok, problem = pcall(way.move, row, "done", 1)
            print(ok, problem:match("internal error: .*"), row.step, #row.steps)
            """
        #expect(
            try run(loading("core/way") + story).lines == [
                "false\tinternal error: i-1 cannot go from planned to done\tplanned\t0"
            ])
    }

    @Test func everyStepIsReachedAndLeadsToAnOutcome() throws {
        let story = """
            local ends = {}
            for _, outcome in ipairs(way.outcomes) do ends[outcome] = true end
            local function leads(step, seen)
                if ends[step] then return true end
                if seen[step] then return false end
                seen[step] = true
                for _, next_step in ipairs(way.following[step]) do
                    if leads(next_step, seen) then return true end
                end
                return false
            end
            local reached = { planned = true }
            for _, list in pairs(way.following) do for _, step in ipairs(list) do reached[step] = true end end
            for step in pairs(way.following) do
                if not leads(step, {}) or not reached[step] then print("wrong: " .. step) end
            end
            """
        #expect(try run(loading("core/way") + story).lines == [])
    }

    @Test func nothingFollowsAFailureAndOnlyALastLookUndoesDone() throws {
        let story = """
            for _, outcome in ipairs(way.outcomes) do
                print(outcome, table.concat(way.following[outcome], ","))
            end
            """
        #expect(
            try run(loading("core/way") + story).lines == [
                "done\tfailed,uncertain", "failed\t", "uncertain\t", "skipped\t", "not_started\t",
            ])
    }

    @Test func phasesKeepTimesAndReasons() throws {
        let story = """
            local row = way.new("i-1", "web", "", 1)
            way.move(row, "intent", 103)
            way.move(row, "refused", 104, "no")
            for _, phase in ipairs(way.phases(row, 100)) do print(phase.step, phase.at, phase.reason) end
            print(way.is_in_flight(row), way.is_over(row))
            """
        #expect(
            try run(loading("core/way") + story).lines == [
                "intent\t3\tnil", "refused\t4\tno", "true\tfalse",
            ]
        )
    }

    @Test func onlyAFailureAfterTheRequestLeavesTheInstanceUnwell() throws {
        let story = """
            local before, after = way.new("i-1", "web", "", 1), way.new("i-2", "web", "", 2)
            way.move(before, "draining", 1)
            way.move(before, "failed", 2, "could not be drained")
            for _, step in ipairs { "intent", "accepted", "failed" } do way.move(after, step, 1) end
            print(before.is_unwell, after.is_unwell)
            """
        #expect(try run(loading("core/way") + story).lines == ["nil\ttrue"])
    }
}

import TestSupport
import Testing

/// The parts of `rolling` that decide without doing anything.
@Suite struct PureModuleTests {
    // MARK: Amounts

    @Test(arguments: [
        ("'10%'", 15, 1, 2), ("'10%'", 3, 1, 1), ("'33%'", 100, 33, 33), ("'50%'", 7, 3, 4), ("4", 15, 4, 4),
        ("'100%'", 9, 9, 9), ("'0.1%'", 1000, 1, 1), ("'0.1%'", 5, 1, 1), ("' 5 % '", 40, 2, 2),
    ])
    func whatMayBeDownIsRoundedDownAndWhatMustBeUpIsRoundedUp(amount: String, total: Int, down: Int, up: Int)
        throws
    {
        let run = try run(
            loading("core/amounts")
                + "local a = amounts.parse(\(amount)) print(amounts.down(a, \(total)), amounts.up(a, \(total)))"
        )
        #expect(run.lines == ["\(down)\t\(up)"])
    }

    @Test(arguments: ["0", "-1", "'0%'", "'101%'", "1.5", "'x'", "'1.5'", "true", "{}", "'%'", "'1e1%'"])
    func whatIsNoAmountIsNone(value: String) throws {
        #expect(try run(loading("core/amounts") + "print(amounts.parse(\(value)))").lines == ["nil"])
    }

    // MARK: An instance's way

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

    // MARK: When to stop

    private func reason(_ spec: String, _ outcomes: String, total: Int = 40) throws -> String {
        let story = """
            local spec = { max_failures = 0, was_given = {} }
            for key, value in pairs(\(spec)) do spec[key], spec.was_given[key] = value, true end
            if spec.max_fail_percent then spec.max_fail_percent = amounts.parse(spec.max_fail_percent) end
            local tally = thresholds.new()
            for outcome in ("\(outcomes)"):gmatch("%a+") do thresholds.note(tally, outcome) end
            print(thresholds.reason(tally, spec, \(total)))
            """
        let parts = loading("core/amounts") + loading("core/thresholds")
        return try #require(try run(parts + story).lines.first)
    }

    @Test func failedAndUncertainCountAlikeAndTheMessageNamesTheOptionThatWouldHaveLetItGoOn() throws {
        #expect(
            try reason("{}", "done uncertain")
                == "1 failed or are uncertain, and max_failures is 0: max_failures = 1 would have let it go on"
        )
        #expect(try reason("{ max_failures = 2 }", "failed uncertain") == "nil")
        #expect(
            try reason("{ max_failures = 2 }", "failed uncertain failed").hasSuffix(
                "max_failures = 3 would have let it go on"))
        #expect(try reason("{}", "skipped done") == "nil")
    }

    @Test func aShareTakesThePlaceOfTheCountUnlessBothAreSet() throws {
        #expect(try reason("{ max_fail_percent = '5%' }", "failed failed") == "nil")
        #expect(
            try reason("{ max_fail_percent = '5%' }", "failed failed failed").hasSuffix(
                "max_fail_percent = \"8%\" would have let it go on"))
        #expect(
            try reason("{ max_fail_percent = '50%', max_failures = 1 }", "failed failed").hasPrefix(
                "2 failed"))
    }

    @Test func aRowOfFailuresEndsWithASuccess() throws {
        let spec = "{ max_failures = 100, max_consecutive_failures = 1 }"
        #expect(try reason(spec, "failed done failed done failed") == "nil")
        #expect(try reason(spec, "done failed failed").contains("max_consecutive_failures"))
    }

    // MARK: Pace

    private func pace(_ spec: String, total: Int, _ story: String) throws -> [String] {
        let prepare = """
            local spec = \(spec)
            for _, name in ipairs { "max_unavailable", "min_healthy" } do spec[name] = spec[name] and amounts.parse(spec[name]) end
            for i, amount in ipairs(spec.batch_size or {}) do spec.batch_size[i] = amounts.parse(amount) end
            local numbers = pace.numbers(spec, \(total))

            """
        return try run(loading("core/amounts") + loading("core/pace") + prepare + story).lines
    }

    @Test func theStricterOfWhatMayBeDownAndWhatMustBeUpHolds() throws {
        let shown = "print(numbers.max_unavailable)"
        #expect(try pace("{ max_unavailable = '50%', min_healthy = '90%' }", total: 20, shown) == ["2"])
        #expect(try pace("{ max_unavailable = 1, min_healthy = '10%' }", total: 20, shown) == ["1"])
        #expect(try pace("{ max_unavailable = 5, min_healthy = 20 }", total: 20, shown) == ["0"])
    }

    @Test func theLastSizeOfARampRepeatsAndNoneIsAboveWhatMayBeDown() throws {
        let sizes = "for i = 1, 5 do io.write(pace.size(numbers, i), ' ') end print()"
        #expect(
            try pace("{ max_unavailable = '10%', batch_size = { 1, '5%', '50%' } }", total: 100, sizes)
                == ["1 5 10 10 10 "])
        #expect(try pace("{ max_unavailable = 3 }", total: 100, sizes) == ["1 3 3 3 3 "])
    }

    @Test func groupsAreInterleavedOrOneAfterTheOther() throws {
        let records = """
            local function arranged(order)
                local records = {}
                for i, group in ipairs { "a", "a", "a", "b", "c", "c" } do records[i] = { id = group .. i, group = group } end
                spec.group_by, spec.group_order = "zoneId", order
                local ids = {}
                for i, record in ipairs(pace.arrange(spec, records)) do ids[i] = record.id end
                return table.concat(ids, " ")
            end
            print(arranged "interleave") print(arranged "sequential") print(arranged "as_ordered")
            """
        #expect(
            try pace("{ max_unavailable = 1 }", total: 6, records) == [
                "a1 b4 c5 a2 c6 a3", "a1 a2 a3 b4 c5 c6", "a1 a2 a3 b4 c5 c6",
            ])
    }

    // MARK: What was measured

    @Test func tooFewMeasurementsSayNothing() throws {
        let story = """
            local times = measurements.new()
            times:note(5) times:note(1)
            print(times:percentile(95))
            times:note(3)
            print(times:percentile(10), times:percentile(95))
            for i = 1, 1000 do times:note(i) end
            print(times:percentile(50) > 500)
            """
        #expect(try run(loading("core/measurements") + story).lines == ["nil", "1\t5", "true"])
    }
}

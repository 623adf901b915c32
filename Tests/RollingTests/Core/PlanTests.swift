import Basics
import Rolling
import TestSupport
import Testing

/// The plan of a roll, and the text from which its hash is computed.
@Suite struct PlanTests {
    /// A plan for some instances of one group, and its text for the hash.
    private func planning(_ given: String, fleet: Int = 5) -> String {
        """
        local function planning(given, records)
            if not records then
                records = {}
                for i = 1, \(fleet) do records[i] = { id = "i-" .. i, name = "web-" .. i, group = "a" } end
            end
            return plan.make(spec_of(given, #records), records, {}, false)
        end
        local made, canonical = planning(\(given))

        """
    }

    private func hashes(_ given: String, _ other: String) throws -> String {
        let story = planning(given) + "local _, second = planning(\(other))\nprint(canonical == second)"
        return try core("plan", story).joined(separator: "\n")
    }

    @Test func aPlanNamesTheInstancesOfEachBatchAndWhenItBegins() throws {
        let story =
            planning("{ max_unavailable = 2 }") + "for _, wave in ipairs(made.waves) do tell(wave) end"
        #expect(
            try core("plan", story) == [
                "begins_after=0 first=web-1 group=a last=web-1 names=[web-1] size=1",
                "begins_after=70 first=web-2 group=a last=web-3 names=[web-2 web-3] size=2",
                "begins_after=140 first=web-4 group=a last=web-5 names=[web-4 web-5] size=2",
            ])
    }

    @Test func theTextNamesEveryInstance() throws {
        let story =
            planning("{ max_unavailable = 2 }")
            + "made.hash = 'h'\nfor i = 1, 7 do print(plan.lines(made)[i]) end"
        #expect(
            try core("plan", story) == [
                "plan 'night': 5 instances in 3 batches, at most 2 down at a time",
                "  batch 1            1 instance, at once:", "                     web-1",
                "  batch 2            2 instances, after 1m 10s:", "                     web-2, web-3",
                "  batch 3            2 instances, after 2m 20s:", "                     web-4, web-5",
            ])
    }

    @Test func anOptionThatDecidesSomethingChangesTheHash() throws {
        #expect(try hashes("{}", "{ stagger = 5 }") == "false")
        #expect(try hashes("{}", "{ verify = 'boot_id' }") == "false")
        #expect(try hashes("{}", "{ blockers = { print } }") == "false")
    }

    @Test func whereTheReportGoesDoesNotChangeTheHash() throws {
        #expect(
            try hashes("{}", "{ report = 'night.json', notify = print, require_plan = '1234' }") == "true")
    }

    @Test func theOrderOfTheInstancesChangesTheHashUnlessChanceDecidesIt() throws {
        let turned = """
            local records = {}
            for i = 1, 5 do records[i] = { id = "i-" .. 6 - i, name = "web", group = "a" } end

            """
        let given = planning("{}") + turned + "print(canonical == select(2, planning({}, records)))"
        #expect(try core("plan", given) == ["false"])
        let shuffled =
            planning("{ order = 'shuffle' }") + turned
            + "print(canonical == select(2, planning({ order = 'shuffle' }, records)))"
        #expect(try core("plan", shuffled) == ["true"])
    }

    @Test func aPlanSaysAtWhichFailureItStops() throws {
        func stops(_ given: String) throws -> [String] {
            try core("plan", planning(given) + "print(made.stops_at_failure)")
        }
        #expect(try stops("{}") == ["1"])
        #expect(try stops("{ max_fail_percent = '40%' }") == ["3"])
        #expect(try stops("{ on_failure = 'continue' }") == ["nil"])
    }

    @Test func theExpectedTimeCountsEveryBatchAndTheCanary() throws {
        func seconds(_ given: String) throws -> [String] {
            try core("plan", planning(given) + "print(made.expected_seconds)")
        }
        #expect(try seconds("{ bake_time = 30 }") == ["500"])
        #expect(try seconds("{ bake_time = 30, mode = 'rolling' }") == ["380"])
        #expect(try seconds("{ canary = { bake_time = 300 } }") == ["650"])
    }

    @Test func aPlanThatIsLongerThanItsWindowSaysSo() throws {
        let window = "{ longest = 60, start = '02:00', duration = 60, tz = 'UTC' }"
        let story =
            planning("{ window = \(window) }")
            + "made.hash = 'h'\nprint(table.concat(plan.lines(made), '\\n'))"
        #expect(
            try core("plan", story).contains("  about              5m 50s, which is longer than the window"))
    }

    @Test func everyConditionIsALineOfThePlan() throws {
        let given = """
            {
                canary = { size = 2, bake_time = 300 }, stagger = 5, deadline = 3600, mode = "rolling",
                max_unavailable = 2, checkpoint = { at = { 2, "80%" }, approve = "ok" }, drain = print, blockers = { print },
                group_by = "zoneId", health_check = { tcp = 443, interval = 5, consecutive = 3, timeout = 60 },
            }
            """
        let story = planning(given) + "for _, condition in ipairs(made.conditions) do print(condition[1]) end"
        #expect(
            try core("plan", story) == [
                "canary", "mode", "stagger", "groups", "load", "health", "checkpoints", "blockers",
                "deadline",
            ])
    }
}

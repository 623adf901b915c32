import Basics
import Rolling
import TestSupport
import Testing

/// The size of batches.
@Suite struct PaceTests {
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

    @Test func aSlidingWindowGrowsOnlyWhenTheStepBeforeIsDone() throws {
        let story = """
            for _, done in ipairs { 0, 1, 2, 3, 4 } do io.write(pace.step(numbers, done), " ") end print()
            """
        #expect(
            try pace("{ max_unavailable = 9, batch_size = { 1, 3, 9 } }", total: 40, story) == ["1 2 2 2 3 "])
    }

    @Test func noBatchGoesBeyondACheckpointThatNobodyHasApproved() throws {
        let story = """
            local spec = spec_of({ checkpoint = { at = { "50%", 2 } } }, 10)
            local function left(done, approved) io.write(pace.until_checkpoint(spec.numbers, done, approved), " ") end
            left(0, 0) left(1, 0) left(2, 2) left(5, 5) print()
            """
        #expect(try core("pace", story) == ["2 1 3 inf "])
    }

    @Test func aPlannedBatchPassesOverAFullGroupAndTakesItUpInTheNext() throws {
        let story = """
            local spec = spec_of({ max_unavailable = 2, batch_size = { 2 }, max_unavailable_per_group = 1 }, 4)
            local records = {}
            for i, group in ipairs { "a", "a", "b", "b" } do records[i] = { id = group .. i, group = group } end
            for _, wave in ipairs(pace.waves(spec, spec.numbers, records)) do
                for _, record in ipairs(wave) do io.write(record.id, " ") end
                print()
            end
            """
        #expect(try core("pace", story) == ["a1 b3 ", "a2 b4 "])
    }
}

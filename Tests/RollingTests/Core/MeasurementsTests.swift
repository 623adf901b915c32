import Basics
import Rolling
import TestSupport
import Testing

/// Percentiles of the measured times, such as the p95.
@Suite struct MeasurementsTests {
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

    /// The order of the kept times is updated, dropped and sorted again, whatever is read between two notes.
    @Test(arguments: [1, 7, 29, 31, 200]) func readsBetweenNotesChangeNoPercentile(pause: Int) throws {
        let story = """
            local times, all, wrong = measurements.new(), {}, 0
            for i = 1, 1500 do
                local value = i * 7919 % 1009
                times:note(value)
                all[i] = value
                if i >= 3 and i % \(pause) == 0 then
                    local newest = table.move(all, math.max(1, i - 499), i, 1, {})
                    table.sort(newest)
                    if times:percentile(50) ~= newest[math.ceil(#newest / 2)] then wrong = wrong + 1 end
                end
            end
            print(wrong)
            """
        #expect(try run(loading("core/measurements") + story).lines == ["0"])
    }

    @Test func onlyTheYoungestMeasurementsAreKept() throws {
        let story = """
            local times = measurements.new()
            for _ = 1, 600 do times:note(1000) end
            for _ = 1, 500 do times:note(2) end
            print(times:percentile(95), #times.kept)
            """
        #expect(try run(loading("core/measurements") + story).lines == ["2\t500"])
    }
}

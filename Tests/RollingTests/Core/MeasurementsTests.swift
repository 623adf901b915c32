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

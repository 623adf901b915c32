import Basics
import Rolling
import TestSupport
import Testing

/// The limits of failures at which the roll stops.
@Suite struct ThresholdsTests {
    private func reason(_ spec: String, _ outcomes: String, total: Int = 40) throws -> String {
        let story = """
            local spec = { max_failures = 0, was_given = {} }
            for key, value in pairs(\(spec)) do spec[key], spec.was_given[key] = value, true end
            if spec.max_fail_percent then spec.max_fail_percent = amounts.parse(spec.max_fail_percent) end
            local tally = thresholds.new()
            for outcome in ("\(outcomes)"):gmatch("%a+") do thresholds.note(tally, outcome) end
            print(thresholds.reason(tally, spec, \(total)))
            """
        let parts = loading("core/amounts") + loading("core/text") + loading("core/thresholds")
        return try #require(try run(parts + story).lines.first)
    }

    @Test func failedAndUncertainCountAlikeAndTheMessageNamesTheLimit() throws {
        #expect(
            try reason("{}", "done uncertain") == "1 failure (limit 0)")
        #expect(try reason("{ max_failures = 2 }", "failed uncertain") == "nil")
        #expect(
            try reason("{ max_failures = 2 }", "failed uncertain failed") == "3 failures (limit 2)")
        #expect(try reason("{}", "skipped done") == "nil")
    }

    @Test func aShareTakesThePlaceOfTheCountUnlessBothAreSet() throws {
        #expect(try reason("{ max_fail_percent = '5%' }", "failed failed") == "nil")
        #expect(
            try reason("{ max_fail_percent = '5%' }", "failed failed failed")
                == "3 failures of 40 instances (limit 5%, max_fail_percent)")
        #expect(
            try reason("{ max_fail_percent = '50%', max_failures = 1 }", "failed failed")
                == "2 failures (limit 1)")
    }

    @Test func aRowOfFailuresEndsWithASuccess() throws {
        let spec = "{ max_failures = 100, max_consecutive_failures = 1 }"
        #expect(try reason(spec, "failed done failed done failed") == "nil")
        #expect(try reason(spec, "done failed failed").contains("max_consecutive_failures"))
    }

    @Test func failuresOfOneBatchCountTogetherThoughAnotherBatchHasBegun() throws {
        let story = """
            local spec = spec_of({ max_failures = 9, max_failures_per_batch = 1 }, 40)
            local tally = thresholds.new()
            thresholds.note(tally, "failed", 1) thresholds.note(tally, "failed", 2)
            print(thresholds.reason(tally, spec, 40))
            thresholds.note(tally, "failed", 1)
            print((thresholds.reason(tally, spec, 40):match "limit %d, max_failures_per_batch"))
            """
        #expect(try core("thresholds", story) == ["nil", "limit 1, max_failures_per_batch"])
    }

    @Test func anApprovalLetsPassTheFailuresThatAreThereAndNoMoreOfThatBatch() throws {
        let story = """
            local spec = spec_of({ max_failures = 9, max_failures_per_batch = 0 }, 40)
            local tally = thresholds.new()
            thresholds.note(tally, "failed", 1)
            thresholds.forgive(tally)
            print(thresholds.reason(tally, spec, 40))
            thresholds.note(tally, "uncertain", 1)
            print((thresholds.reason(tally, spec, 40):match "^2 failures in one batch"))
            """
        #expect(try core("thresholds", story) == ["nil", "2 failures in one batch"])
    }
}

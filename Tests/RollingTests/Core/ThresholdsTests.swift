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

    @Test func failuresOfOneBatchCountTogetherThoughAnotherBatchHasBegun() throws {
        let story = """
            local spec = spec_of({ max_failures = 9, max_failures_per_batch = 1 }, 40)
            local tally = thresholds.new()
            thresholds.note(tally, "failed", 1) thresholds.note(tally, "failed", 2)
            print(thresholds.reason(tally, spec, 40))
            thresholds.note(tally, "failed", 1)
            print((thresholds.reason(tally, spec, 40):match "max_failures_per_batch is %d"))
            """
        #expect(try core("thresholds", story) == ["nil", "max_failures_per_batch is 1"])
    }

    @Test func anApprovalLetsPassTheFailuresThatAreThereAndNoMoreOfThatBatch() throws {
        let story = """
            local spec = spec_of({ max_failures = 9, max_failures_per_batch = 0 }, 40)
            local tally = thresholds.new()
            thresholds.note(tally, "failed", 1)
            thresholds.forgive(tally)
            print(thresholds.reason(tally, spec, 40))
            thresholds.note(tally, "uncertain", 1)
            print((thresholds.reason(tally, spec, 40):match "^2 of one batch"))
            """
        #expect(try core("thresholds", story) == ["nil", "2 of one batch"])
    }
}

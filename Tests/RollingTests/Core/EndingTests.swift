import Basics
import Rolling
import TestSupport
import Testing

/// Outcomes for all instances, totals and the exit code.
@Suite struct EndingTests {
    @Test func everyInstanceGetsAnOutcome() throws {
        let story = """
            local night = roll(4):bring("i-1", "done"):bring("i-2", "returning"):bring("i-3", "refused")
            night:append { kind = "stopping", by = "signal", text = "asked to stop" }
            for _, event in ipairs(ending.settle(night.state)) do tell(event) end
            """
        #expect(
            try core("ending", story) == [
                "ended{id=i-2 outcome=uncertain reason=the roll ended before its outcome was known: asked to stop}",
                "ended{id=i-3 outcome=failed reason=the roll ended before its outcome was known: asked to stop}",
                "ended{id=i-4 outcome=not_started reason=asked to stop}",
            ])
    }

    @Test func totalsThatDoNotAddUpAreAnInternalError() throws {
        let story = """
            print(select(2, pcall(ending.totals, roll(1):bring("i-1", "returning").state)))
            """
        #expect(try core("ending", story) == ["internal error: the totals do not add up to the selection"])
    }

    private func exitCode(_ given: String, _ outcomes: String, _ more: String = "") throws -> String {
        let story = """
            local outcomes = { \(outcomes) }
            local night = roll(#outcomes, \(given))
            for i, outcome in ipairs(outcomes) do
                if outcome ~= "not_started" then night:bring("i-" .. i, outcome) end
            end
            \(more)
            for _, event in ipairs(ending.settle(night.state)) do night:append(event) end
            print(ending.exit_code(night.spec, night.state, ending.totals(night.state)))
            """
        return try core("ending", story).joined(separator: "\n")
    }

    @Test func onlyARollInWhichAllAreDoneExitsWithZero() throws {
        #expect(try exitCode("{}", "'done', 'done'") == "0")
        #expect(try exitCode("{ max_failures = 1 }", "'done', 'failed'") == "8")
        #expect(try exitCode("{}", "'done', 'skipped'") == "8")
    }

    @Test func anInstanceThatTheScriptLeftOutIsAllRight() throws {
        let excused = """
            night:append { kind = "ended", id = "i-2", outcome = "skipped", reason = "only_if says no", excused = true }
            """
        #expect(try exitCode("{}", "'done', 'not_started'", excused) == "0")
    }

    @Test func anUncertainInstanceComesBeforeEveryOtherReason() throws {
        #expect(try exitCode("{}", "'uncertain', 'failed', 'not_started'") == "6")
    }

    @Test func aStopByFailuresComesBeforeInstancesThatWereNotStarted() throws {
        #expect(try exitCode("{}", "'failed', 'not_started'") == "5")
        #expect(try exitCode("{ on_failure = 'continue' }", "'failed', 'not_started'") == "7")
    }

    @Test func failuresThatNobodyApprovedExitLikeFailures() throws {
        let refused = "night:append { kind = 'stopping', by = 'failures', text = '1 failed' }"
        #expect(try exitCode("{ max_failures = 1 }", "'failed', 'not_started'", refused) == "5")
    }

    @Test func failuresThatWereApprovedStopNothing() throws {
        let approved = """
            night:append { kind = "question", subject = "failures", text = "1 failed", count = 1, wait_until = 9 }
            night:append { kind = "answer", subject = "failures", count = 1, approved = true, by = "file" }
            """
        #expect(try exitCode("{ on_failure = 'pause' }", "'failed', 'done'", approved) == "8")
    }

    private func left(_ given: String, _ outcomes: String, by: String = "window") throws -> String {
        let story = """
            local outcomes = { \(outcomes) }
            local night = roll(#outcomes, \(given))
            for i, outcome in ipairs(outcomes) do
                if outcome ~= "not_started" then night:bring("i-" .. i, outcome) end
            end
            night:append { kind = "stopping", by = "\(by)", text = "for a test" }
            for _, event in ipairs(ending.settle(night.state)) do night:append(event) end
            print(ending.left(night.spec, night.state, ending.totals(night.state)))
            """
        return try core("ending", story).joined(separator: "\n")
    }

    @Test func aCampaignWithInstancesToGoIsOpenAndHeldAfterFailures() throws {
        #expect(try left("{}", "'done', 'not_started'") == "open")
        #expect(try left("{}", "'uncertain', 'not_started'", by: "signal") == "held")
        #expect(try left("{ max_failures = 1 }", "'failed', 'not_started'") == "open")
        #expect(try left("{ max_failures = 1 }", "'failed', 'not_started'", by: "failures") == "held")
        #expect(try left("{}", "'failed', 'done'") == "closed")
    }
}

import Rolling
import TestSupport
import Testing

/// Results of instances that the operator wants to retry.
@Suite struct RetryTests {
    private let helpers = """
        local ending, failures, thresholds = need "core/ending", need "core/failures", need "core/thresholds"
        local function give_up(night, id, outcome, reason)
            return night:append(retry.kept(night.state, {
                kind = "ended", id = id, outcome = outcome, reason = reason, excused = outcome == "skipped" or nil,
            }))
        end
        local function ended(night)
            local totals = ending.totals(night.state)
            print(night:row "i-2".step, ending.exit_code(night.spec, night.state, totals),
                ending.left(night.spec, night.state, totals), failures.is_stop_told(night.state, totals))
        end
        local function night_of(given)
            local night = roll(2, given or { max_failures = 5 }):bring("i-1", "done"):bring("i-2", "failed")
            return night:append { kind = "begun", life = 2, retry = { "failed" } }
        end

        """

    /// The retry would be lost in a closed roll.
    @Test func aRollWhoseRetryIsPutOffStaysOpenAndTellsWhy() throws {
        let story = """
            local night = night_of()
            night:append { kind = "stopping", by = "window", text = "the window is closed" }
            ended(give_up(night, "i-2", "not_started", "the window is closed"))
            """
        #expect(try core("retry", helpers + story) == ["failed\t7\topen\ttrue"])
    }

    @Test func anInstanceThatIsLeftOutIsStillFailed() throws {
        let story = """
            local night = give_up(night_of(), "i-2", "skipped", "was booted 10m ago")
            ended(night)
            print(night:row "i-2".is_excused, night:row "i-2".reason:match "; not retried: .*")
            """
        #expect(
            try core("retry", helpers + story) == [
                "failed\t8\tclosed\tfalse", "nil\t; not retried: was booted 10m ago",
            ])
    }

    @Test func anAcceptedRequestReplacesTheResult() throws {
        let story = """
            local night = night_of():bring("i-2", "accepted")
            tell(retry.kept(night.state, { kind = "ended", id = "i-2", outcome = "failed", reason = "new" }))
            """
        #expect(try core("retry", helpers + story) == ["ended{id=i-2 outcome=failed reason=new}"])
    }

    @Test func whatWasCountedAndApprovedStaysCountedAndApproved() throws {
        let story = """
            local night = roll(3, { max_failures = 1 }):bring("i-1", "failed"):bring("i-2", "failed")
            night.state.forgiven = 2
            local before = night.state.tally.consecutive
            night:append { kind = "begun", life = 2, retry = { "failed" } }
            print(night.state.tally.failures, night.state.forgiven)
            give_up(give_up(night, "i-1", "not_started", "why"), "i-2", "not_started", "why")
            print(night.state.tally.failures, night.state.forgiven, night.state.tally.consecutive == before)
            """
        #expect(try core("retry", helpers + story) == ["0\t0", "2\t2\ttrue"])
    }
}

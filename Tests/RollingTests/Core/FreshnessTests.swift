import Basics
import Rolling
import TestSupport
import Testing

/// The times at which a roll reads the status of the fleet while it works.
@Suite struct FreshnessTests {
    private func next(_ story: String) throws -> String {
        try core(
            "freshness", story + "\ntell(freshness.next(night.spec, night.state, night.view, night.now))"
        )
        .joined(separator: "\n")
    }

    private let baking = """
        local night = roll(3, { bake_time = 30 }):look():bring("i-1", "done")
        night:append { kind = "waiting", reason = "bake", wait_until = 30 }

        """

    @Test func theFleetIsLookedAtShortlyBeforeTheNextBatchMayBegin() throws {
        #expect(try next(baking + "night:at(5)") == "wake_at=27")
        #expect(try next(baking + "night:at(27)") == "keep=6 needs=look")
    }

    @Test func aLookThatWillBeYoungEnoughIsNotTakenAgain() throws {
        #expect(try next(baking + "night:at(21):look():at(27)") == "wake_at=inf")
        #expect(try next(baking + "night:at(20):look():at(27)") == "keep=6 needs=look")
    }

    @Test func oneLookIsTakenForEachReturn() throws {
        #expect(try next(baking + "night:at(28).view.looked_at = 27") == "wake_at=inf")
    }

    @Test func nothingIsLookedAtWhereNoBatchFollows() throws {
        let last = """
            local night = roll(1, { bake_time = 30 }):look():bring("i-1", "done")
            night:append { kind = "waiting", reason = "bake", wait_until = 30 }
            """
        #expect(try next(last + "\nnight:at(27)") == "wake_at=inf")
        #expect(
            try next(baking + "night:at(27):append { kind = 'stopping', by = 'error', text = 'an error' }")
                == "wake_at=inf")
        #expect(
            try next(baking + "night:at(27).view.stop = { by = 'signal', reason = 'asked to stop' }")
                == "wake_at=inf")
    }

    @Test func aBatchIsExpectedWhenItsLastInstanceIsBack() throws {
        let story = """
            local night = roll(4, { max_unavailable = 2 }):look():bring("i-1", "checking"):bring("i-2", "returning")
            """
        #expect(try next(story) == "wake_at=inf")
        let returned = "\nnight:at(40):append { kind = 'returned', id = 'i-2', took = 40, verify_by = 220 }"
        #expect(try next(story + returned) == "wake_at=47")
    }

    @Test func aSlidingWindowExpectsAnInstanceThoughOthersAreAway() throws {
        let story = """
            local night = roll(4, { max_unavailable = 2, mode = "rolling" }):look()
            night:bring("i-1", "checking"):bring("i-2", "returning")
            """
        #expect(try next(story) == "wake_at=7")
    }

    @Test func healthChecksInARowTakeTheirTime() throws {
        let story = """
            local night = roll(4, { mode = "rolling", health_check = { interval = 5, consecutive = 3, timeout = 60 } })
            night:look():bring("i-1", "checking")
            """
        #expect(try next(story) == "wake_at=17")
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// Whether a reboot may begin, and the reason if it may not.
@Suite struct PermissionTests {
    private func objection(_ story: String, since: String = "nil") throws -> String {
        try core("permission", story + "\ntell(night:objection(\(since)))").joined(separator: "\n")
    }

    @Test func nothingSpeaksAgainstAReboot() throws {
        #expect(try objection("local night = roll(3)") == "nil")
    }

    @Test func aRollThatHasStoppedBeginsNothing() throws {
        let story = """
            local night = roll(3):append { kind = "stopping", by = "signal", text = "asked to stop" }
            """
        #expect(try objection(story) == "is_over=true why=asked to stop")
    }

    @Test func aRequestToStopComesBeforeEveryOtherObjection() throws {
        let story = """
            local night = roll(3, { deadline = 10 }):bring("i-1", "failed"):at(20)
            night.view.stop = { by = "signal", reason = "the run was asked to stop" }
            """
        #expect(try objection(story) == "stop=signal why=the run was asked to stop")
    }

    /// In the morning nothing else tells why the roll did nothing.
    @Test func aStopTellsWhatHeldTheRollBackUntilThen() throws {
        let story = """
            local night = roll(3):append { kind = "waiting", reason = "room", text = "3 instances are down (HTTP 404)", since = 1, wait_until = 30 }
            night:append { kind = "waited" }
            night.view.stop = { by = "signal", reason = "SIGINT" }
            tell(night:objection())
            night:append { kind = "chosen", ids = { "i-1" }, batch = 1 }
            """
        #expect(
            try core("permission", story + "\ntell(night:objection())") == [
                "stop=signal why=SIGINT; the next batch could not begin: 3 instances are down (HTTP 404)",
                "stop=signal why=SIGINT",
            ])
    }

    // MARK: Failures

    @Test func theFirstFailureStopsTheRollUnlessMoreAreAllowed() throws {
        #expect(
            try objection("local night = roll(3):bring('i-1', 'failed')")
                == "stop=failures why=1 failure (limit 0): web-1: for a test"
        )
        #expect(try objection("local night = roll(3, { max_failures = 1 }):bring('i-1', 'failed')") == "nil")
    }

    @Test func aFailureOfTheCanaryStopsTheRollWhateverMayFail() throws {
        let story = """
            local night = roll(3, { canary = { bake_time = 60 }, max_failures = 3, on_failure = "continue" }):bring("i-1", "uncertain")
            """
        #expect(
            try objection(story)
                == "stop=failures why=1 failure in the canary (limit 0): web-1: uncertain: for a test"
        )
        let past = "\nnight:append { kind = 'canary', passed = true }"
        #expect(try objection(story + past) == "nil")
    }

    @Test func aPauseAsksForTheFailuresThatAreThereToBeApproved() throws {
        let story = """
            local night = roll(3, { on_failure = "pause", approve = "ok", pause_timeout = 60 }):bring("i-1", "failed")
            """
        let reason = "1 failure (limit 0): web-1: for a test"
        #expect(
            try objection(story)
                == "question={count=1 patience=60 subject=failures text=\(reason)} why=too many instances have failed"
        )
    }

    @Test func anApprovalCoversNoLaterFailure() throws {
        let story = """
            local night = roll(4, { on_failure = "pause", approve = "ok" }):bring("i-1", "failed")
            night:append { kind = "question", subject = "failures", text = "1 failed", count = 1, wait_until = 60 }
            night:append { kind = "answer", subject = "failures", count = 1, approved = true, by = "file" }
            tell(night:objection())
            night:bring("i-2", "failed")
            print(night:objection().question.count)
            """
        #expect(try core("permission", story) == ["nil", "2"])
    }

    // MARK: Time

    @Test func nothingBeginsFromTheDeadlineOn() throws {
        let story = "local night = roll(3, { deadline = 3600 })"
        #expect(try objection(story + ":at(3599)") == "nil")
        #expect(
            try objection(story + ":at(3600)")
                == "stop=deadline why=the time limit of the roll has passed (deadline, 1h)")
    }

    @Test func outsideTheWindowTheRollEndsUnlessItIsToWait() throws {
        let closed = "\nnight.view.window = { reason = 'the window is closed', wait = 600 }"
        #expect(
            try objection("local night = roll(3):at(100)" + closed) == "stop=window why=the window is closed")
        #expect(
            try objection("local night = roll(3, { outside = 'wait' }):at(100)" + closed)
                == "until_at=701 waits_for=window why=the window is closed")
    }

    @Test func aWindowThatNeverOpensAgainIsNotWaitedFor() throws {
        let story = """
            local night = roll(3, { outside = "wait" })
            night.view.window = { reason = "the window does not open again" }
            """
        #expect(try objection(story) == "stop=window why=the window does not open again")
    }

    @Test func anOpenWindowIsNoObjection() throws {
        #expect(try objection("local night = roll(3)\nnight.view.window = {}") == "nil")
    }

    // MARK: Checkpoints

    private let half = """
        local night = roll(4, { checkpoint = { at = { "25%", "50%" }, approve = "ok", timeout = 900 } })

        """

    @Test func aCheckpointIsAskedForWhenItsCountIsDone() throws {
        #expect(try objection(half) == "nil")
        #expect(
            try objection(half + "night:bring('i-1', 'done')")
                == "question={count=1 patience=900 subject=checkpoint text=checkpoint 25% (1 of 4 done)} why=checkpoint 25% (1 of 4 done)"
        )
    }

    @Test func theHighestOfTwoCheckpointsIsAskedForOnce() throws {
        let story = half + "night:bring('i-1', 'done'):bring('i-2', 'done')\n"
        let approved = """
            night:append { kind = "question", subject = "checkpoint", text = "50%", count = 2, wait_until = 60 }
            night:append { kind = "answer", subject = "checkpoint", count = 2, approved = true, by = "file" }
            """
        #expect(try objection(story).contains("text=checkpoint 50% (2 of 4 done)"))
        #expect(try objection(story + approved) == "nil")
    }

    // MARK: Blockers

    private func blocked(_ answer: String, since: String = "nil", more: String = "", now: Int = 100) throws
        -> String
    {
        let story = """
            local night = roll(3, { blockers = { print }, blocker_retry = 30, blocker_deadline = 300 })
            \(more)
            night:at(\(now))
            night.view.blockers = \(answer)
            """
        return try objection(story, since: since)
    }

    @Test func blockersThatWereNotAskedAreAMissingFact() throws {
        #expect(try blocked("nil") == "needs=blockers why=the blockers have not answered")
    }

    @Test func anAnswerThatNothingBlocksHoldsForFiveSeconds() throws {
        #expect(try blocked("{ asked_at = 94, at = 95 }") == "nil")
        #expect(try blocked("{ asked_at = 93, at = 94 }").hasPrefix("needs=blockers"))
    }

    @Test func anAnswerThatWasGivenSinceTheAskingBeganHoldsHoweverLongTheOthersTake() throws {
        #expect(try blocked("{ asked_at = 48, at = 49 }", since: "50") == "nil")
    }

    @Test func aBlockIsWaitedForUntilTheBlockersAreAskedAgain() throws {
        let answer = "{ reason = 'a release', asked_at = 89, at = 90 }"
        #expect(try blocked(answer) == "until_at=120 waits_for=blockers why=a release")
        #expect(try blocked(answer, now: 120).hasPrefix("needs=blockers"))
    }

    @Test func aBlockFromBeforeTheAskingIsAskedForAgain() throws {
        #expect(
            try blocked("{ reason = 'a release', asked_at = 89, at = 90 }", since: "95").hasPrefix(
                "needs=blockers"))
    }

    @Test func blockersThatBlockForTooLongStopTheRollByAnAnswerOfThen() throws {
        let since = """
            night:append { kind = "waiting", reason = "blockers", text = "a release", wait_until = 30 }
            night:append { kind = "waited" }
            """
        #expect(
            try blocked("{ reason = 'a release', asked_at = 299, at = 299 }", more: since, now: 299)
                == "until_at=300 waits_for=blockers why=a release")
        #expect(
            try blocked("{ reason = 'a release', asked_at = 299, at = 299 }", more: since, now: 310)
                .hasPrefix("needs=blockers"))
        #expect(
            try blocked("{ reason = 'a release', asked_at = 300, at = 301 }", more: since, now: 301)
                == "stop=blocked why=waited 5m 1s for blockers: a release")
    }

    @Test func blockersAreNotAskedWhileTheWindowIsClosed() throws {
        let story = """
            local night = roll(3, { blockers = { print }, outside = "wait" })
            night.view.window = { reason = "the window is closed", wait = 9 }
            """
        #expect(try objection(story) == "until_at=10 waits_for=window why=the window is closed")
    }
}

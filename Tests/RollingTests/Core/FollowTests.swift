import Basics
import Rolling
import TestSupport
import Testing

/// The next command for an instance under way, at each step.
@Suite struct FollowTests {
    /// The next command for `i-1` at a step, in a roll with `given`, after `seen` was observed.
    private func next(
        at step: String, _ seen: String = "{}", given: String = "{}", with: String = "{}", now: Int = 0,
        after more: String = ""
    ) throws -> String {
        let story = """
            local night = roll(3, \(given)):bring("i-1", "\(step)", \(with))
            \(more)
            tell(night:at(\(now)):follow("i-1", \(seen)))
            """
        return try core("follow", story).joined(separator: "\n")
    }

    @Test func nothingIsDecidedWhileAnAnswerIsAwaited() throws {
        #expect(try next(at: "accepted", "{ asking = 'look', has_left = true }") == "wake_at=inf")
    }

    // MARK: Out of load

    private func atDraining(_ seen: String, _ onTimeout: String = "skip") throws -> String {
        let story = """
            local night = roll(3, { on_drain_timeout = "\(onTimeout)" })
            night:append { kind = "chosen", ids = { "i-1" }, batch = 1 }
            night:append { kind = "draining", ids = { "i-1" } }
            tell(night:follow("i-1", \(seen)))
            """
        return try core("follow", story).joined(separator: "\n")
    }

    @Test func anInstanceIsDrainedByTheScript() throws {
        #expect(try atDraining("{}") == "ask=drain")
        #expect(try atDraining("{ hook = { ok = true } }") == "event=drained{id=i-1}")
    }

    @Test(arguments: [("skip", "skipped"), ("abort", "failed")])
    func anInstanceThatCannotBeDrainedIsPutBackFirst(onTimeout: String, outcome: String) throws {
        #expect(
            try atDraining("{ hook = { ok = false, why = 'busy' } }", onTimeout)
                == "event=undraining{ids=[i-1] outcome=\(outcome) reason=could not be drained: drain: busy}")
    }

    @Test func anInstanceThatCannotBeDrainedGoesOnByForce() throws {
        #expect(
            try atDraining("{ hook = { ok = false, why = 'busy' } }", "force")
                == "event=drained{id=i-1 reason=drain: busy}")
    }

    @Test func anInstanceThatARequestToStopKeptFromDrainingGetsAnotherTurn() throws {
        #expect(
            try atDraining("{ hook = {} }", "abort")
                == "event=undraining{ids=[i-1] outcome=planned reason=the roll is stopping}")
    }

    // MARK: Back into load

    private func atUndraining(_ seen: String, _ fields: String, from: String = "drained", now: Int = 0) throws
        -> String
    {
        try next(
            at: from, seen, with: "{ drained = true }", now: now,
            after: "night:append { kind = 'undraining', ids = { 'i-1' }, \(fields) }")
    }

    @Test func theOutcomeWaitsUntilTheInstanceTakesLoadAgain() throws {
        #expect(try atUndraining("{}", "outcome = 'done'", from: "min_healthy") == "ask=undrain")
        #expect(
            try atUndraining("{ hook = { ok = true } }", "outcome = 'done'", from: "min_healthy")
                == "event=undrained{id=i-1}")
    }

    @Test func anInstanceThatTakesLoadAgainGetsItsOutcomeOrItsOtherTurn() throws {
        let done = """
            local night = roll(3):bring("i-1", "min_healthy", { drained = true })
            night:append { kind = "undraining", ids = { "i-1" }, outcome = "done" }
            night:append { kind = "undrained", id = "i-1" }
            tell(night:at(70):follow "i-1")
            """
        #expect(try core("follow", done) == ["event=ended{id=i-1 outcome=done took=70}"])
        let again = """
            local night = roll(3):bring("i-1", "drained", { drained = true })
            night:append { kind = "undraining", ids = { "i-1" }, outcome = "planned", reason = "no room", retried = true }
            night:append { kind = "undrained", id = "i-1" }
            tell(night:follow "i-1")
            """
        #expect(try core("follow", again) == ["event=requeued{id=i-1 reason=no room retried=true}"])
    }

    @Test func anInstanceThatCannotBePutBackHasFailedThoughItIsWell() throws {
        let hook = "{ hook = { ok = false, why = 'busy' } }"
        #expect(
            try atUndraining(hook, "outcome = 'done'", from: "min_healthy")
                == "event=ended{id=i-1 outcome=failed reason=could not be put back into load: undrain: busy}")
        #expect(
            try atUndraining(hook, "outcome = 'skipped', reason = 'is STOPPED'")
                == "event=ended{id=i-1 outcome=failed reason=is STOPPED; it could not be put back into load: undrain: busy}"
        )
        #expect(
            try atUndraining(hook, "outcome = 'planned', retried = true")
                == "event=ended{id=i-1 outcome=failed reason=not rebooted; it could not be put back into load: undrain: busy}"
        )
    }

    // MARK: The request

    @Test func theAnswerOfTheCloudIsTakenIn() throws {
        #expect(try next(at: "intent") == "wake_at=inf")
        #expect(
            try next(at: "intent", "{ answer = { answer = 'refused', reason = 'locked', retryable = true } }")
                == "event=answered{answer=refused ids=[i-1] reason=locked retryable=true}")
    }

    @Test func anInstanceMayBeSeenLeavingBeforeTheAnswerComes() throws {
        #expect(try next(at: "intent", "{ has_left = true }") == "event=departed{id=i-1}")
    }

    @Test func aRefusedInstanceGetsAnotherTurnWhereTheCloudMayChangeItsMind() throws {
        #expect(
            try next(at: "refused", with: "{ retryable = true, reason = 'busy' }")
                == "event=requeued{id=i-1 reason=busy}")
        #expect(
            try next(at: "refused", with: "{ reason = 'locked' }")
                == "event=ended{id=i-1 outcome=failed reason=locked}")
    }

    @Test func aRefusedInstanceThatWasDrainedIsPutBackFirst() throws {
        #expect(
            try next(at: "refused", with: "{ drained = true, reason = 'locked' }")
                == "event=undraining{ids=[i-1] outcome=failed reason=locked}")
    }

    @Test func anInstanceThatIsRefusedFiveTimesHasFailed() throws {
        let story = """
            local night = roll(3)
            for turn = 1, 5 do
                night:bring("i-1", "refused", { retryable = true, reason = "busy" })
                local answer = night:follow "i-1"
                print(turn, answer.event.kind)
                night:take(answer)
            end
            """
        #expect(
            try core("follow", story) == [
                "1\trequeued", "2\trequeued", "3\trequeued", "4\trequeued", "5\tended",
            ])
    }

    // MARK: Leaving

    @Test func anInstanceThatIsSeenLeavingHasDeparted() throws {
        #expect(try next(at: "accepted", "{ has_left = true }") == "event=departed{id=i-1}")
    }

    @Test func aValueThatDiffersProvesADepartureThatNobodySaw() throws {
        #expect(
            try next(
                at: "accepted",
                "{ proof = { differs = true, proof = 'boot_id', after = 'b', looks = 1, asked_at = 8, at = 9 } }",
                with: "{ before = 'a' }", now: 10) == "event=departed{after=b id=i-1 proof=boot_id}")
    }

    @Test func whatWouldProveADepartureIsLookedAtWithGrowingPauses() throws {
        #expect(try next(at: "accepted", with: "{ before = 'a' }", now: 7) == "wake_at=8")
        #expect(try next(at: "accepted", with: "{ before = 'a' }", now: 8) == "ask=proof")
        let looked = "{ proof = { differs = false, looks = 1, asked_at = 8, at = 9 } }"
        #expect(try next(at: "accepted", looked, with: "{ before = 'a' }", now: 20) == "wake_at=24")
    }

    @Test func aDeadlineDecidesOnlyByALookThatBeganAfterIt() throws {
        #expect(try next(at: "accepted", "{ looked_at = 179 }", now: 179) == "wake_at=180")
        #expect(try next(at: "accepted", "{ looked_at = 179 }", now: 500) == "ask=look wake_at=530")
        #expect(
            try next(at: "accepted", "{ looked_at = 500 }", now: 501)
                == "event=ended{id=i-1 outcome=uncertain reason=the reboot was accepted, but no reboot was seen}"
        )
    }

    @Test func aLookThatCannotBeHadIsWaitedForHalfAMinute() throws {
        #expect(try next(at: "accepted", "{ wanted_since = 180 }", now: 200) == "ask=look wake_at=230")
        #expect(try next(at: "accepted", "{ wanted_since = 180 }", now: 210).contains("outcome=uncertain"))
        #expect(try next(at: "accepted", "{ tried_at = 181 }", now: 182).contains("outcome=uncertain"))
    }

    @Test func aComparisonFromBeforeTheDeadlineIsMadeAnew() throws {
        let old = "{ looked_at = 181, proof = { differs = false, looks = 3, asked_at = 170, at = 171 } }"
        #expect(try next(at: "accepted", old, with: "{ before = 'a' }", now: 182) == "ask=proof")
        let new = "{ looked_at = 181, proof = { differs = false, looks = 4, asked_at = 182, at = 183 } }"
        #expect(
            try next(at: "accepted", new, with: "{ before = 'a' }", now: 183)
                == "event=ended{id=i-1 outcome=uncertain reason=the reboot was accepted, but no reboot was seen; the evidence has not changed}"
        )
    }

    @Test func anAcceptedInstanceIsTakenForRebootedOnlyWhereNothingProvesTheContrary() throws {
        let accepting = "{ on_unverified = 'accept' }"
        #expect(
            try next(at: "accepted", "{ looked_at = 180 }", given: accepting, now: 180)
                == "event=departed{id=i-1 reason=it was accepted, and nothing proves the contrary}")
        let contrary = "{ looked_at = 180, proof = { differs = false, looks = 4, asked_at = 180, at = 181 } }"
        #expect(
            try next(at: "accepted", contrary, given: accepting, with: "{ before = 'a' }", now: 181).contains(
                "outcome=uncertain"))
    }

    // MARK: No clear answer

    private let unchanged =
        "{ looked_at = 900, proof = { differs = false, looks = 4, asked_at = 900, at = 901 } }"

    @Test func anInstanceWithoutAnAnswerIsAskedAgainOnlyWithProofThatNothingHappened() throws {
        let given = "{ ambiguous_retry = 1 }"
        #expect(
            try next(at: "unknown", unchanged, given: given, with: "{ before = 'a' }", now: 901)
                == "event=requeued{id=i-1 retried=true}")
        let unread = "{ looked_at = 900, proof = { looks = 4, asked_at = 900, at = 901 } }"
        #expect(
            try next(
                at: "unknown", unread, given: given, with: "{ before = 'a', reason = 'timed out' }", now: 901)
                == "event=ended{id=i-1 outcome=uncertain reason=the request got no clear answer (timed out), and no reboot was seen}"
        )
    }

    /// Monitoring measures once a minute, and its clock may be wrong by minutes, so the reboot may be later
    /// than the measurement.
    @Test func aMeasurementFromBeforeTheDeadlineIsNoProofThatNothingHappened() throws {
        func next(_ time: Int) throws -> String {
            try self.next(
                at: "unknown",
                """
                { looked_at = 301,
                  proof = { differs = false, looks = 4, asked_at = 301, at = 302, holds_at = 76 } }
                """,
                given: "{ ambiguous_retry = 1, late_effect = 300, observe_time = 120 }",
                with: "{ before = 5 }", now: time)
        }
        #expect(try next(302) == "wake_at=332")
        #expect(try next(332) == "ask=proof")
        #expect(try next(601).contains("outcome=uncertain"))
    }

    @Test func anInstanceWithoutAnAnswerIsNotAskedAgainUnlessThatIsAllowed() throws {
        #expect(
            try next(at: "unknown", unchanged, with: "{ before = 'a' }", now: 901).contains(
                "outcome=uncertain"))
        let asked = """
            local night = roll(3, { ambiguous_retry = 1 }):bring("i-1", "unknown", { before = "a" }):at(901)
            night:take(night:follow("i-1", \(unchanged)))
            night:append { kind = "batch_over", batch = 1 }
            night:bring("i-1", "unknown", { before = "a" }):at(1900)
            tell(night:follow("i-1", { looked_at = 1900, proof = { differs = false, looks = 4, asked_at = 1900, at = 1900 } }))
            """
        #expect(try core("follow", asked).joined().contains("outcome=uncertain"))
    }

    @Test func anInstanceThatMayBeAskedAgainIsObservedUntilNoLateEffectIsPossible() throws {
        let given = "{ ambiguous_retry = 1, observe_time = 120, late_effect = 300 }"
        #expect(try next(at: "unknown", given: given, now: 120) == "wake_at=300")
        #expect(try next(at: "unknown", given: "{ observe_time = 120 }", now: 100) == "wake_at=120")
    }

    @Test func anInstanceThatIsAskedAgainIsPutBackIntoLoadMeanwhile() throws {
        #expect(
            try next(
                at: "unknown", unchanged, given: "{ ambiguous_retry = 1 }",
                with: "{ before = 'a', drained = true }", now: 901)
                == "event=undraining{ids=[i-1] outcome=planned retried=true}")
    }

    // MARK: Coming back

    @Test func anInstanceIsBackWhenItIsRunningAgain() throws {
        #expect(
            try next(at: "returning", "{ status = 'RUNNING', away_at = 40 }", now: 45)
                == "event=returned{id=i-1 took=40 verify_by=225}")
    }

    @Test func anInstanceThatIsReleasedDoesNotComeBack() throws {
        #expect(
            try next(at: "returning", "{ status = 'RECYCLING' }", now: 5)
                == "event=ended{id=i-1 outcome=failed reason=RECYCLING after its reboot}")
    }

    @Test func anInstanceThatIsNotBackInTimeHasFailedWhereALookOfThenSaysSo() throws {
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', looked_at = 599 }", now: 599) == "wake_at=600")
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', looked_at = 599 }", now: 601)
                == "ask=look wake_at=631")
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', looked_at = 600 }", now: 601)
                == "event=ended{id=i-1 outcome=failed reason=still BOOTING 10m 1s after its reboot was requested (reboot_timeout)}"
        )
    }

    @Test func anInstanceOfWhichTheCloudSaysNothingAtItsDeadlineIsUncertain() throws {
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', looked_at = 590, tried_at = 600 }", now: 601)
                == "event=ended{id=i-1 outcome=uncertain reason=was BOOTING when the cloud last answered, and the cloud does not answer 10m 1s after its reboot was requested}"
        )
    }

    private let forcing = "{ escalate = { after = 300, max = 1 } }"

    @Test func anInstanceIsForcedByALookThatBeganWhenItWasDue() throws {
        #expect(
            try next(at: "returning", "{ status = 'BOOTING' }", given: forcing, now: 200) == "wake_at=300")
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', looked_at = 299 }", given: forcing, now: 300)
                == "ask=look wake_at=330")
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', looked_at = 300 }", given: forcing, now: 301)
                == "event=forced{id=i-1 reason=it is BOOTING after 5m 1s return_by=901 send_by=311}")
    }

    @Test func anInstanceIsForcedOnceAndGetsItsWholeTimeAnew() throws {
        let forced =
            "night:at(301):append { kind = 'forced', id = 'i-1', reason = 'late', send_by = 311, return_by = 901 }"
        let seen = "{ status = 'BOOTING', looked_at = 700 }"
        #expect(try next(at: "returning", seen, given: forcing, now: 700, after: forced) == "wake_at=901")
    }

    @Test func noMoreInstancesAreForcedThanMayBe() throws {
        let story = """
            local night = roll(3, \(forcing)):bring("i-1", "returning"):bring("i-2", "returning"):at(301)
            night:take(night:follow("i-1", { status = "BOOTING", looked_at = 301 }))
            tell(night:follow("i-2", { status = "BOOTING", looked_at = 301 }))
            """
        #expect(try core("follow", story) == ["wake_at=600"])
    }

    @Test func anInstanceIsNotForcedWhileTheCloudDoesNotAnswer() throws {
        #expect(
            try next(at: "returning", "{ status = 'BOOTING', tried_at = 300 }", given: forcing, now: 301)
                == "wake_at=306")
    }

    @Test func aForcedRebootThatCouldNotBeSentLeavesTheFirstDeadline() throws {
        let forced =
            "night:at(301):append { kind = 'forced', id = 'i-1', reason = 'late', send_by = 311, return_by = 901 }"
        let seen = "{ status = 'BOOTING', looked_at = 610, return_by = 600 }"
        #expect(
            try next(at: "returning", seen, given: forcing, now: 611, after: forced).contains(
                "outcome=failed reason=still BOOTING"))
    }

    // MARK: Proof

    @Test func leavingRunningIsProofWhereTheSpecificationAcceptsIt() throws {
        #expect(try next(at: "verifying") == "event=proven{healthy_by=0 id=i-1 proof=status}")
        #expect(
            try next(at: "verifying", given: "{ verify = 'boot_id' }", with: "{ before = 'a' }", now: 1)
                == "ask=proof")
    }

    @Test func aHealthCheckGetsItsTimeFromTheProofOn() throws {
        #expect(
            try next(at: "verifying", given: "{ health_check = { timeout = 300 } }", now: 20)
                == "event=proven{healthy_by=320 id=i-1 proof=status}")
    }

    @Test func aValueThatDidNotDifferAfterItsDeadlineLeavesTheInstanceUncertain() throws {
        let given = "{ verify = 'boot_id' }", with = "{ before = 'a' }"
        let early = "{ proof = { differs = false, asked_at = 100, at = 101, looks = 1 } }"
        #expect(try next(at: "verifying", early, given: given, with: with, now: 105) == "wake_at=111")
        #expect(try next(at: "verifying", early, given: given, with: with, now: 111) == "ask=proof")
        let late = "{ proof = { differs = false, asked_at = 180, at = 181, looks = 9 } }"
        #expect(
            try next(at: "verifying", late, given: given, with: with, now: 181)
                == "event=ended{id=i-1 outcome=uncertain reason=it is RUNNING, but nothing proves that it rebooted (verify = \"boot_id\")}"
        )
    }

    @Test func aComparisonBeforeTheDeadlineDecidesNothingAfterASuspension() throws {
        let early = "{ proof = { differs = false, asked_at = 179, at = 900, looks = 1 } }"
        #expect(
            try next(
                at: "verifying", early, given: "{ verify = 'boot_id' }", with: "{ before = 'a' }", now: 901)
                == "ask=proof")
    }

    @Test func whyTheProofCouldNotBeReadIsToldWithTheOutcome() throws {
        #expect(
            try next(at: "verifying", "{ problem = 'no agent' }", given: "{ verify = 'boot_id' }", now: 1)
                .hasSuffix("(verify = \"boot_id\"); no agent}"))
    }

    // MARK: Health

    private let checking = "{ health_check = { interval = 5, timeout = 300, consecutive = 2 } }"

    @Test func withoutAHealthCheckAnInstanceIsWellAtOnce() throws {
        #expect(try next(at: "checking", now: 5) == "event=health{id=i-1 well=true well_until=15}")
    }

    @Test func healthTakesSeveralGoodAnswersInARow() throws {
        #expect(try next(at: "checking", given: checking) == "ask=health")
        let once = "{ well = { ok = true, in_a_row = 1, asked_at = 10, at = 11 } }"
        #expect(try next(at: "checking", once, given: checking, now: 12) == "wake_at=16")
        #expect(try next(at: "checking", once, given: checking, now: 16) == "ask=health")
        let twice = "{ well = { ok = true, in_a_row = 2, asked_at = 16, at = 17 } }"
        #expect(
            try next(at: "checking", twice, given: checking, now: 17)
                == "event=health{id=i-1 well=true well_until=27}")
    }

    @Test func theFirstBadAnswerIsRemembered() throws {
        let bad = "{ well = { ok = false, why = 'HTTP 503', in_a_row = 0, asked_at = 10, at = 11 } }"
        #expect(try next(at: "checking", bad, given: checking, now: 11) == "event=unwell_seen{id=i-1}")
        let seen = "night:append { kind = 'unwell_seen', id = 'i-1' }"
        #expect(try next(at: "checking", bad, given: checking, now: 11, after: seen) == "wake_at=16")
    }

    @Test func aBadAnswerDecidesOnlyWhereItWasAskedForAfterTheDeadline() throws {
        let seen = "night:append { kind = 'unwell_seen', id = 'i-1' }"
        func answer(askedAt: Int) -> String {
            "{ well = { ok = false, why = 'HTTP 503', in_a_row = 0, asked_at = \(askedAt), at = 301 } }"
        }
        #expect(
            try next(at: "checking", answer(askedAt: 299), given: checking, now: 302, after: seen)
                == "ask=health")
        #expect(
            try next(at: "checking", answer(askedAt: 300), given: checking, now: 302, after: seen)
                == "event=ended{id=i-1 outcome=failed reason=not healthy 5m 2s after its reboot (HTTP 503)}")
    }

    @Test func anInstanceMustStayWell() throws {
        #expect(try next(at: "min_healthy", given: checking, now: 9) == "wake_at=10")
        #expect(try next(at: "min_healthy", given: checking, now: 10) == "ask=well")
        let well = "{ well = { ok = true, in_a_row = 1, asked_at = 10, at = 11 } }"
        #expect(
            try next(at: "min_healthy", well, given: checking, now: 11)
                == "event=ended{id=i-1 outcome=done took=11}")
    }

    @Test func anInstanceThatRelapsesIsCheckedAgainUntilItsTimeIsUp() throws {
        let ill = "{ well = { ok = false, why = 'HTTP 503', in_a_row = 0, asked_at = 10, at = 11 } }"
        #expect(
            try next(at: "min_healthy", ill, given: checking, now: 11) == "event=health{id=i-1 well=false}")
        let late = "{ well = { ok = false, why = 'HTTP 503', in_a_row = 0, asked_at = 300, at = 301 } }"
        #expect(
            try next(at: "min_healthy", late, given: checking, now: 301)
                == "event=ended{id=i-1 outcome=failed reason=healthy for less than 10s after its reboot (min_healthy_time): HTTP 503}"
        )
    }

    @Test func aRelapsedInstanceGetsOneMoreIntervalThoughItsTimeIsUp() throws {
        let relapse = """
            night:at(299):append { kind = "health", id = "i-1", well = false }
            night:append { kind = "unwell_seen", id = "i-1" }
            """
        let ill =
            "{ since = 299, well = { ok = false, why = 'HTTP 503', in_a_row = 0, asked_at = 302, at = 302 } }"
        #expect(
            try next(at: "min_healthy", ill, given: checking, now: 303, after: relapse) == "wake_at=304")
    }

    // MARK: The end

    @Test func aDrainedInstanceThatIsWellIsPutBackBeforeItIsDone() throws {
        #expect(
            try next(at: "min_healthy", with: "{ drained = true }", now: 10)
                == "event=undraining{ids=[i-1] outcome=done}")
    }

    @Test func healthIsProofOnlyWhereItWasSeenFailing() throws {
        let given = "{ verify = 'health', health_check = { interval = 5, timeout = 300, consecutive = 2 } }"
        let well = "{ well = { ok = true, in_a_row = 1, asked_at = 10, at = 11 } }"
        #expect(
            try next(at: "min_healthy", well, given: given, now: 11)
                == "event=ended{id=i-1 outcome=uncertain reason=it is healthy, but its health check was never seen failing: nothing proves that it rebooted}"
        )
        let seen = "night:append { kind = 'unwell_seen', id = 'i-1' }"
        #expect(
            try next(at: "min_healthy", well, given: given, now: 11, after: seen).contains("outcome=done"))
    }

    @Test(arguments: [("refused", "failed"), ("intent", "uncertain"), ("returning", "uncertain")])
    func anInstanceThatCannotBeFollowedHasFailedOnlyWhereItWasNotRebooted(step: String, outcome: String)
        throws
    {
        let story = """
            local night = roll(3):bring("i-1", "\(step)")
            tell(follow.abandon(night:row "i-1", "no answer"))
            """
        #expect(try core("follow", story) == ["ended{id=i-1 outcome=\(outcome) reason=no answer}"])
    }

    // MARK: A later process

    @Test func proofThatAFoundIntentDidNothingCountsOnlyLongAfterItCouldBeSent() throws {
        let story = """
            local night = roll(2, { ambiguous_retry = 1, late_effect = 300 }):bring("i-1", "intent", { before = "a" })
            night:at(5):append { kind = "begun", life = 2 }
            night:append { kind = "answered", ids = { "i-1" }, answer = "unknown", found = true }
            local function seen(at)
                return { status = "RUNNING", looked_at = at, proof = { differs = false, looks = 9, asked_at = at, at = at } }
            end
            night:at(309)
            tell(night:follow("i-1", seen(309)))
            night:at(310)
            tell(night:follow("i-1", seen(310)))
            """
        #expect(
            try core("follow", story) == ["wake_at=310", "event=requeued{id=i-1 retried=true}"])
    }

    @Test func proofThatAFoundIntentDidNothingCountsOnlyLongAfterThePresentProcessBegan() throws {
        let story = """
            local night = roll(2, { ambiguous_retry = 1, late_effect = 300 }):bring("i-1", "intent", { before = "a" })
            night:at(86400):append { kind = "begun", life = 2 }
            night:append { kind = "answered", ids = { "i-1" }, answer = "unknown", found = true }
            tell(night:follow("i-1", {
                status = "RUNNING", looked_at = 86400,
                proof = { differs = false, looks = 9, asked_at = 86400, at = 86400 },
            }))
            """
        #expect(try core("follow", story) == ["wake_at=86460"])
    }

    @Test func aLaterLifeGivesAnInstanceThatIsAwaySomeTime() throws {
        let story = """
            local night = roll(2, { reboot_timeout = 600, leave_timeout = 180 }):bring("i-1", "returning")
            night:at(5000):append { kind = "begun", life = 2 }
            tell(night:follow("i-1", { status = "BOOTING" }))
            """
        #expect(try core("follow", story) == ["wake_at=5180"])
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// The next action of a roll.
@Suite struct DecideTests {
    private func next(_ story: String) throws -> String {
        try core("decide", story + "\ntell(night:decide())").joined(separator: "\n")
    }

    // MARK: Facts

    @Test func aRollBeginsWithALookAtTheFleet() throws {
        #expect(try next("local night = roll(3)") == "keep=5 needs=look")
        #expect(try next("local night = roll(3):look()") == "events=[chosen{batch=1 ids=[i-1]}]")
    }

    @Test func aFactThatIsAskedForAlreadyIsWaitedFor() throws {
        #expect(try next("local night = roll(3)\nnight.view.pending.look = true") == "wake_at=inf")
    }

    @Test func aLookThatEndedWhileTheBatchWasBeingChosenIsFreshHoweverLongItTook() throws {
        let story = """
            local night = roll(3):at(100):look { at = 40, ended_at = 60 }
            night.view.since[decide.CHOICE] = 50
            """
        #expect(try next(story) == "events=[chosen{batch=1 ids=[i-1]}]")
        #expect(try next("local night = roll(3):look():at(11)") == "keep=5 needs=look")
    }

    @Test func uptimesAreReadBeforeTheFirstLook() throws {
        #expect(try next("local night = roll(3, { skip_if_booted_since = 3600 })") == "needs=uptimes")
    }

    @Test func theScriptIsAskedBeforeInstancesAreChosen() throws {
        #expect(try next("local night = roll(3, { only_if = print }):look()") == "ids=[i-1] needs=consents")
    }

    // MARK: Sizes

    /// The sizes of the batches of a roll in which everything goes well.
    private func sizes(_ fleet: Int, _ given: String) throws -> String {
        let story = """
            local night, sizes = roll(\(fleet), \(given)), {}
            repeat
                night:at(night.now + 1):look()
                local answer = night:decide()
                for _, event in ipairs(answer.events or {}) do
                    night:append(event)
                    if event.kind == "chosen" then
                        sizes[#sizes + 1] = #event.ids
                        night:append {
                            kind = "intent", ids = event.ids, batch = event.batch, before = {}, problems = {}, down = 1,
                            next_at = night.now, send_by = night.now,
                        }
                        night:append { kind = "answered", ids = event.ids, answer = "accepted" }
                        for _, id in ipairs(event.ids) do
                            night:append({ kind = "departed", id = id }, { kind = "returned", id = id, took = 1 },
                                { kind = "proven", id = id }, { kind = "health", id = id, well = true },
                                { kind = "ended", id = id, outcome = "done" })
                        end
                        night:append { kind = "batch_over", batch = event.batch }
                    elseif event.kind == "question" then
                        sizes[#sizes + 1] = event.subject
                        night:append {
                            kind = "answer", subject = event.subject, count = event.count, approved = true, by = "file",
                        }
                    elseif event.kind == "waiting" then
                        sizes[#sizes + 1] = event.reason
                        night:at(event.wait_until)
                    end
                end
            until answer.over
            print(table.concat(sizes, " "))
            """
        return try core("decide", story).joined(separator: "\n")
    }

    @Test func theLastSizeOfARampRepeats() throws {
        #expect(try sizes(14, "{ max_unavailable = 5, batch_size = { 1, '15%', 9 } }") == "1 2 5 5 1")
    }

    @Test func aCanaryIsASizeOfItsOwnBeforeTheRamp() throws {
        #expect(
            try sizes(
                9, "{ max_unavailable = 9, batch_size = { 1, 4 }, canary = { size = 2, bake_time = 60 } }")
                == "2 canary 1 4 2")
    }

    @Test func aBatchEndsAtACheckpointThatNobodyHasApprovedYet() throws {
        #expect(
            try sizes(
                10,
                "{ max_unavailable = 4, batch_size = { 4 }, checkpoint = { at = { 3, '50%' }, timeout = 60 } }"
            )
                == "3 checkpoint 2 checkpoint 4 1")
    }

    @Test func everythingIsWatchedAfterEachBatch() throws {
        #expect(try sizes(2, "{ bake_time = 30 }") == "1 bake 1 bake")
    }

    @Test func aSlidingWindowIsWatchedOnceAtItsEnd() throws {
        #expect(try sizes(2, "{ bake_time = 30, mode = 'rolling' }") == "1 1 bake")
    }

    @Test func aSlidingWindowFillsUpAsInstancesComeBack() throws {
        let story = """
            local night = roll(9, { mode = "rolling", max_unavailable = 3, batch_size = { 3 } }):look()
            night:bring("i-1", "done"):bring("i-2", "done"):bring("i-3", "done"):bring("i-4", "returning")
            """
        #expect(try next(story) == "events=[chosen{batch=5 ids=[i-5 i-6]}]")
    }

    @Test func aSlidingWindowThatIsFullWaitsForAnInstance() throws {
        let story = """
            local night = roll(9, { mode = "rolling", max_unavailable = 1, batch_size = { 1 } }):look()
            night:bring("i-1", "returning")
            """
        #expect(try next(story) == "wake_at=inf")
    }

    @Test func batchesAreNotMixed() throws {
        let story = """
            local night = roll(9, { max_unavailable = 5, batch_size = { 5 } }):look():bring("i-1", "returning")
            """
        #expect(try next(story) == "wake_at=inf")
    }

    // MARK: The canary

    private let canary = """
        local function canary(given)
            given.canary = given.canary or {}
            given.canary.bake_time = 60
            given.pause_timeout = 900
            return roll(4, given):look():bring("i-1", "done")
        end

        """

    @Test func theCanaryIsWatchedAndLookedAtAgain() throws {
        let watched = canary + "local night = canary {}\n"
        #expect(try next(watched) == "events=[waiting{reason=canary wait_until=60}]")
        let over = watched + "night:take(night:decide()):at(60):take(night:decide())\n"
        #expect(try next(over) == "needs=look newer_than=60")
        #expect(try next(over + "night:look()") == "events=[canary{passed=true}]")
    }

    @Test func aCanaryIsNotWatchedBeyondTheDeadline() throws {
        let late = canary + "local night = canary { deadline = 30 }\nnight:at(40)\n"
        #expect(try next(late).hasPrefix("events=[stopping{by=deadline"))
    }

    @Test func aCanaryThatMustBeApprovedIsPassedWithTheApproval() throws {
        let asked =
            canary + """
                local night = canary { canary = { approve = "ok" } }
                night:take(night:decide()):at(60):take(night:decide()):look()
                local answer = night:decide()

                """
        #expect(
            try core("decide", asked + "tell(answer)") == [
                "events=[canary{passed=false} question{subject=canary text=the canary is healthy wait_until=960}]"
            ])
        let approved = asked + "night:take(answer)\n"
        #expect(try next(approved) == "needs=approval wake_at=960")
        #expect(
            try next(approved + "night.view.approval = { since = 60, by = 'file' }")
                == "events=[answer{approved=true by=file subject=canary} canary{passed=true}]")
        #expect(
            try next(approved + "night:at(960)")
                == "events=[answer{approved=false by=timeout subject=canary} stopping{by=checkpoint text=waited 15m for approval: the canary is healthy}]"
        )
    }

    @Test func aCanaryThatFailsIsNotWatched() throws {
        let story = """
            local night = roll(4, { canary = { bake_time = 60 }, max_failures = 9 }):look():bring("i-1", "failed")
            """
        #expect(try next(story).hasPrefix("events=[stopping{by=failures text=1 failure in the canary"))
    }

    @Test func anInstanceOfTheCanaryThatIsSkippedIsReplaced() throws {
        let story = """
            local night = roll(4, { canary = { size = 2, bake_time = 60 }, max_unavailable = 2 }):look()
            night:bring("i-1", "done"):bring("i-2", "skipped")
            """
        #expect(try next(story) == "events=[chosen{batch=3 ids=[i-3]}]")
    }

    // MARK: Questions

    private let asked = """
        local function asked(given, subject)
            given.pause_timeout = 900
            local night = roll(4, given):look()
            if subject == "failures" then night:bring("i-1", "failed") else night:bring("i-1", "done") end
            return night:take(night:decide())
        end

        """
    private let checkpoint = "{ checkpoint = { at = { 1 }, approve = 'ok', timeout = 600 } }"
    private let pause = "{ on_failure = 'pause', approve = 'ok' }"

    @Test func anApprovedCheckpointLetsTheRollGoOn() throws {
        let story = asked + "local night = asked(\(checkpoint), 'checkpoint')\n"
        #expect(try next(story) == "needs=approval wake_at=600")
        let approved = "night.view.approval = { since = 0, by = 'file' }\n"
        #expect(
            try next(story + approved) == "events=[answer{approved=true by=file count=1 subject=checkpoint}]")
        #expect(
            try next(story + approved + "night:take(night:decide())") == "events=[chosen{batch=2 ids=[i-2]}]")
    }

    @Test func anApprovalOfAnEarlierQuestionIsNone() throws {
        let story = asked + "local night = asked(\(checkpoint), 'checkpoint')\n"
        #expect(
            try next(story + "night.view.approval = { since = -5, by = 'file' }").hasPrefix("needs=approval"))
    }

    @Test func aCheckpointThatNobodyApprovesStopsTheRollUnlessItIsToGoOn() throws {
        let story = asked + "local night = asked(\(checkpoint), 'checkpoint'):at(600)\n"
        #expect(
            try next(story)
                == "events=[answer{approved=false by=timeout count=1 subject=checkpoint} "
                + "stopping{by=checkpoint text=waited 10m for approval: checkpoint 1 (1 of 4 done)}]")
        let goesOn = "night.spec.checkpoint.on_timeout = 'continue'"
        #expect(
            try next(story + goesOn)
                == "events=[answer{approved=true by=timeout count=1 subject=checkpoint}]")
    }

    @Test func failuresThatNobodyApprovesStopTheRollAsFailures() throws {
        let story = asked + "local night = asked(\(pause), 'failures'):at(900)"
        #expect(
            try next(story)
                == "events=[answer{approved=false by=timeout count=1 subject=failures} stopping{by=failures text=1 failure (limit 0): web-1: for a test}]"
        )
    }

    @Test func aQuestionEndsAtTheDeadlineOfTheRoll() throws {
        let story =
            asked
            + "local night = asked({ on_failure = 'pause', approve = 'ok', deadline = 300 }, 'failures')\n"
        #expect(try next(story) == "needs=approval wake_at=300")
        #expect(
            try next(story + "night:at(300)").hasSuffix(
                "stopping{by=deadline text=the time limit of the roll has passed (deadline, 5m)}]"))
    }

    @Test func aQuestionEndsWithARequestToStop() throws {
        let story =
            asked
            + "local night = asked(\(pause), 'failures')\nnight.view.stop = { by = 'signal', reason = 'asked to stop' }\n"
        #expect(try next(story) == "events=[answer{approved=false by=timeout count=1 subject=failures}]")
        #expect(
            try next(story + "night:take(night:decide())")
                == "events=[stopping{by=signal text=asked to stop}]")
    }

    @Test func aQuestionEndsWhenTheRollHasStopped() throws {
        let story =
            asked
            + "local night = asked(\(pause), 'failures'):append { kind = 'stopping', by = 'error', text = 'an error' }\n"
        #expect(try next(story) == "events=[answer{approved=false by=timeout count=1 subject=failures}]")
        #expect(try next(story + "night:take(night:decide())") == "over=true")
    }

    // MARK: Waits

    private let closed = """
        local night = roll(4, { outside = "wait", mode = "rolling", max_unavailable = 2, batch_size = { 2 }, deadline = 9000 })
        night:look().view.window = { reason = "the window is closed", wait = 599 }

        """

    @Test func aClosedWindowIsWaitedForAndItsTimeIsNotCounted() throws {
        #expect(
            try next(closed)
                == "events=[waiting{reason=window text=the window is closed wait_until=600}]")
        let waits = closed + "night:take(night:decide())\n"
        #expect(try next(waits) == "wake_at=600")
        #expect(try next(waits + "night:at(600)") == "events=[waited{}]")
        #expect(
            try core("decide", waits + "night:at(600):take(night:decide()) print(night.state.closed_seconds)")
                == ["600"])
    }

    @Test func aWaitEndsAtTheDeadlineAndWithARequestToStop() throws {
        let waits = closed + "night.view.window.wait = 99999\nnight:take(night:decide())\n"
        #expect(try next(waits) == "wake_at=9000")
        #expect(try next(waits + "night:at(9000)") == "events=[waited{}]")
        #expect(
            try next(waits + "night.view.stop = { by = 'signal', reason = 'asked to stop' }")
                == "events=[waited{}]")
    }

    @Test func aWaitEndsWhenTheRollHasStopped() throws {
        let stopped =
            "night:take(night:decide()):append { kind = 'stopping', by = 'error', text = 'an error' }\n"
        #expect(try next(closed + stopped) == "events=[waited{}]")
        #expect(try next(closed + stopped + "night:take(night:decide())") == "over=true")
    }

    @Test func aFailureOfAnInstanceInFlightEndsAWait() throws {
        let failed = """
            night:bring("i-1", "returning"):take(night:decide())
            night:append { kind = "ended", id = "i-1", outcome = "failed", reason = "is not back" }

            """
        #expect(try next(closed + failed + "night:take(night:decide())") == "events=[waited{}]")
        #expect(
            try next(closed + failed + "for _ = 1, 2 do night:take(night:decide()) end").hasPrefix(
                "events=[stopping{by=failures"))
    }

    @Test func blockersAreAskedAgainAfterEachWait() throws {
        let story = """
            local night = roll(3, { blockers = { print } }):look()
            night.view.blockers = { reason = "a release", asked_at = 0, at = 0 }
            night:take(night:decide())
            print(night.state.waiting.reason, night.state.waiting.wait_until)
            night:at(30):take(night:decide())
            """
        #expect(try next(story) == "blockers\t30\nneeds=blockers")
    }

    // MARK: Room

    private let full = """
        local night = roll(3, { blocker_retry = 30, blocker_deadline = 100, deadline = 9000 })
        local function look(at) night:at(at):look { down = { ["i-3"] = "is STOPPED" } } end
        look(0)

        """
    private let lack = "1 instance is down or uncertain (web-3 (is STOPPED)) and max_unavailable is 1"

    @Test func aRollWithoutRoomWaitsAndLooksAgain() throws {
        #expect(try next(full) == "events=[waiting{reason=room since=0 text=\(lack) wait_until=30}]")
        let later = full + "night:take(night:decide()):at(30):take(night:decide())\n"
        #expect(try next(later) == "keep=5 needs=look")
        #expect(
            try next(later + "look(30)")
                == "events=[note{stalled=true text=stalled: \(lack)} waiting{reason=room since=0 text=\(lack) wait_until=60}]"
        )
    }

    @Test func aRollStopsWithoutRoomByALookFromAfterTheLimit() throws {
        let late = full + "night:take(night:decide()):at(105):take(night:decide())\n"
        #expect(
            try next(late + "look(98) night:at(105)").contains("waiting{reason=room since=0"))
        #expect(
            try next(late + "look(100)")
                == "events=[stopping{by=blocked text=waited 1m 40s for room: \(lack)}]")
    }

    @Test func theTimeOfAClosedWindowIsNotCountedAsAWaitForRoom() throws {
        let story =
            full + """
                night:take(night:decide()):at(30):take(night:decide())
                night:append { kind = "waiting", reason = "window", text = "closed", wait_until = 530 }
                night:at(530):append { kind = "waited" }
                look(530)
                """
        #expect(try next(story).contains("waiting{reason=room since=0"))
    }

    @Test func aRollWithoutRoomWaitsNoLongerThanItsLimit() throws {
        let story = full + "night:take(night:decide()):at(90):take(night:decide()) look(90)"
        #expect(try next(story).hasSuffix("wait_until=100}]"))
    }

    // MARK: The end

    @Test func aStoppedRollWaitsForWhatIsInFlight() throws {
        let story = """
            local night = roll(3):look():bring("i-1", "returning")
            night:append { kind = "stopping", by = "signal", text = "asked to stop" }
            """
        #expect(try next(story) == "wake_at=inf")
        let ended = """

            night:append { kind = "ended", id = "i-1", outcome = "failed", reason = "x" }
            night:take(night:decide())
            """
        #expect(try next(story + ended) == "over=true")
    }

    @Test func aRollIsOverWhenEveryInstanceHasItsOutcome() throws {
        let story = """
            local night = roll(2):look():bring("i-1", "done"):bring("i-2", "done")
            """
        #expect(try next(story) == "over=true")
    }

    @Test func anEmptyRollIsOverAtOnce() throws {
        #expect(try next("local night = roll(0)") == "over=true")
    }

    // MARK: A later process

    @Test func aLaterLifeBeginsNothingBeforeEarlierRequestsAreOverAndTheFleetWasLookedAt() throws {
        let life = """
            local night = roll(3):append { kind = "chosen", ids = { "i-1" }, batch = 1 }
            night:append { kind = "begun", life = 2 }
            night:append { kind = "waiting", reason = "unanswered", wait_until = 40 }

            """
        #expect(try next(life) == "wake_at=40")
        #expect(try next(life + "night:at(40)") == "events=[waited{}]")
        let waited = life + "night:at(40):append { kind = 'waited' }\n"
        #expect(try next(waited) == "keep=5 needs=look")
        #expect(
            try next(waited + "night:look() night.view.looked_at = 40") == "events=[batch_over{batch=1}]")
    }

    @Test func aLaterLifeThatIsAskedToStopWaitsForNothing() throws {
        let life = """
            local night = roll(3):append { kind = "begun", life = 2 }
            night:append { kind = "waiting", reason = "unanswered", wait_until = 40 }
            night.view.stop = { by = "signal", reason = "asked to stop" }

            """
        #expect(try next(life) == "events=[waited{}]")
        #expect(
            try next(life + "night:append { kind = 'waited' }")
                == "events=[stopping{by=signal text=asked to stop}]")
    }
}

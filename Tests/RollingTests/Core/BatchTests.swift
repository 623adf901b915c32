import Basics
import Rolling
import TestSupport
import Testing

/// The next command for a chosen batch.
@Suite struct BatchTests {
    private let chosen = """
        local function chosen(given)
            given.max_unavailable = given.max_unavailable or 3
            local night = roll(3, given):append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            night.view.before[1] = { values = { ["i-1"] = "a" }, problems = { ["i-2"] = "no agent" } }
            return night:at(100):look()
        end

        """

    private func next(_ given: String, _ more: String = "") throws -> String {
        try core("batch", chosen + "local night = chosen(\(given))\n\(more)\ntell(night:batch(1))").joined(
            separator: "\n")
    }

    @Test func aBatchIsAskedForWithWhatIsToDifferAfterwards() throws {
        #expect(
            try next("{}")
                == "batch=1 events=[intent{batch=1 before=[a false] down=2 ids=[i-1 i-2] next_at=100 problems=[false no agent] send_by=110}]"
        )
    }

    @Test func inALaterLifeABootThatNoProcessAskedForEndsUncertain() throws {
        let booted = """
            night:append { kind = "begun", life = 1 }:at(5000):append { kind = "begun", life = 2 }
            night:append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }:look()
            local opened = night.state.opened_at
            night.view.before[1] = { values = { ["i-1"] = opened + 80, ["i-2"] = opened + 600 }, problems = {} }
            night.state.open_batches = { night.state.open_batches[2] }
            """
        let answer = try next("{ verify = 'uptime' }", booted)
        #expect(answer.contains("intent{batch=1 before=[") && answer.contains("ids=[i-1]"))
        #expect(
            answer.contains(
                "ended{id=i-2 outcome=uncertain reason=it booted 10m after the roll began, and the journal has no reboot request for it}"
            ))
    }

    @Test func aFactThatIsMissingIsNamedWithTheInstancesThatItIsAbout() throws {
        #expect(try next("{}", "night.view.before = {}") == "batch=1 ids=[i-1 i-2] needs=before")
        #expect(
            try next(
                "{ only_if = print }", "night.view.consents['i-1'] = { ok = true, value = true, at = 100 }")
                == "batch=1 ids=[i-2] needs=consents")
    }

    @Test func instancesThatHaveNoRoomAnyMoreAreReleased() throws {
        #expect(
            try next("{ max_unavailable = 1 }").hasSuffix("released{ids=[i-2]}]"))
    }

    // MARK: Out of load

    @Test func theWholeBatchIsTakenOutOfLoadFirst() throws {
        #expect(try next("{ drain = print }") == "events=[draining{ids=[i-1 i-2]}]")
    }

    @Test func theRequestWaitsForTheLastInstanceThatLeavesLoad() throws {
        let draining = """
            night:append { kind = "draining", ids = { "i-1", "i-2" } }
            night:append { kind = "drained", id = "i-1" }
            """
        #expect(try next("{ drain = print }", draining) == "wake_at=inf")
        let drained = draining + "\nnight:append { kind = 'drained', id = 'i-2' }"
        #expect(try next("{ drain = print }", drained).hasPrefix("batch=1 events=[intent{"))
    }

    @Test func anInstanceThatMayNotGoAfterItsDrainIsPutBackIntoLoad() throws {
        let stopped = """
            night:append { kind = "draining", ids = { "i-1", "i-2" } }
            night:append { kind = "drained", id = "i-1" }
            night:append { kind = "drained", id = "i-2" }
            night:look { status = { ["i-1"] = "STOPPED" }, down = { ["i-1"] = "is STOPPED" } }
            """
        #expect(
            try next("{ drain = print }", stopped).hasSuffix(
                "undraining{ids=[i-1] outcome=skipped reason=is STOPPED, not RUNNING}]"))
    }

    /// An instance that is out of load takes room, so no request may be sent until it is back in load.
    @Test func theRequestsWaitUntilADrainedInstanceWithoutRoomIsBackInLoad() throws {
        let oneIsDown = """
            night:append { kind = "draining", ids = { "i-1", "i-2" } }
            night:append { kind = "drained", id = "i-1" }
            night:append { kind = "drained", id = "i-2" }
            night:look { down = { ["i-3"] = "is STOPPED" } }

            """
        let given = "{ drain = print, max_unavailable = 2 }"
        #expect(try next(given, oneIsDown) == "batch=1 events=[undraining{ids=[i-2] outcome=planned}]")
        let goesBack =
            oneIsDown + "night:append { kind = 'undraining', ids = { 'i-2' }, outcome = 'planned' }\n"
        #expect(try next(given, goesBack) == "wake_at=inf")
        let isBack = """
            night:append { kind = 'undrained', id = 'i-2' }
            night:append { kind = 'requeued', id = 'i-2' }
            """
        let requests = try next(given, goesBack + isBack)
        #expect(requests.hasPrefix("batch=1 events=[intent{") && requests.contains("ids=[i-1]"))
    }

    @Test func nothingIsTakenOutOfLoadAfterAStop() throws {
        let stopped = "night:append { kind = 'stopping', by = 'error', text = 'an error' }"
        #expect(try next("{ drain = print }", stopped) == "batch=1 events=[released{ids=[i-1 i-2]}]")
    }

    // MARK: One after the other

    private let firstAsked = """
        night:take(night:batch(1))
        night:append { kind = "answered", ids = { "i-1" }, answer = "accepted" }

        """

    @Test func aStaggeredBatchIsAskedForOneByOne() throws {
        #expect(try next("{ stagger = 20 }").contains("ids=[i-1] next_at=120"))
        #expect(try next("{ stagger = 20 }", firstAsked + "night:at(119):look()") == "wake_at=120")
        #expect(try next("{ stagger = 20 }", firstAsked + "night:at(120):look()").contains("ids=[i-2]"))
    }

    @Test func betweenTwoInstancesAnObjectionIsSeenWithinSeconds() throws {
        #expect(try next("{ stagger = 60 }", firstAsked) == "wake_at=105")
        let stop = firstAsked + "night:at(105).view.stop = { by = 'signal', reason = 'asked to stop' }"
        #expect(try next("{ stagger = 60 }", stop) == "events=[released{ids=[i-2]}]")
    }

    @Test func anInstanceOfAStaggeredBatchThatFailsKeepsTheOthersFromGoing() throws {
        let failed =
            firstAsked + "night:append { kind = 'ended', id = 'i-1', outcome = 'failed', reason = 'x' }"
        #expect(try next("{ stagger = 60 }", failed) == "events=[released{ids=[i-2]}]")
    }

    @Test func whatDiffersIsReadOnceForAllThatWait() throws {
        #expect(
            try next("{ stagger = 60 }", "night.view.before = {}") == "batch=1 ids=[i-1 i-2] needs=before")
    }

    // MARK: All instances of the batch go back

    @Test func onAnObjectionAllGoBackThoughSomeWereDrained() throws {
        let drained = """
            night:append { kind = "draining", ids = { "i-1", "i-2" } }
            night:append { kind = "drained", id = "i-1" }
            night:append { kind = "drained", id = "i-2" }
            night.view.stop = { by = "signal", reason = "asked to stop" }
            """
        #expect(
            try next("{ drain = print }", drained)
                == "batch=1 events=[undraining{ids=[i-1] outcome=planned reason=asked to stop} "
                + "undraining{ids=[i-2] outcome=planned reason=asked to stop}]")
    }

    @Test func instancesThatWaitForAnotherTurnKeepTheirOrder() throws {
        let story = """
            local night = chosen { max_unavailable = 3 }
            night.view.stop = { by = "signal", reason = "asked to stop" }
            night:take(night:batch(1))
            night.view.stop = nil
            night:take(night:batch(1))
            tell(night:look():decide())
            """
        #expect(try core("batch", chosen + story) == ["events=[chosen{batch=2 ids=[i-1]}]"])
    }

    // MARK: The end of a batch

    @Test func aBatchIsOverWhenNothingOfItIsUnderWay() throws {
        let asked = """
            night:take(night:batch(1))
            night:append { kind = "answered", ids = { "i-1", "i-2" }, answer = "accepted" }

            """
        #expect(try next("{}", asked) == "wake_at=inf")
        let ended =
            asked + """
                for _, id in ipairs { "i-1", "i-2" } do
                    night:append { kind = "ended", id = id, outcome = "uncertain", reason = "x" }
                end
                """
        #expect(try next("{}", ended) == "events=[batch_over{batch=1}]")
    }

    @Test func aBatchOfWhichNothingWasAskedSaysWhatItLacked() throws {
        let released = """
            night.view.lacks[1] = "1 may be down"
            night:append { kind = "released", ids = { "i-1", "i-2" } }
            """
        #expect(try next("{}", released) == "events=[batch_over{batch=1 lack=1 may be down}]")
    }

    @Test func anIntentThatWasWithdrawnIsClearedAnew() throws {
        let withdrawn = """
            night:take(night:batch(1))
            night:append { kind = "withdrawn", ids = { "i-1", "i-2" }, reason = "the journal took too long" }
            night:at(111):look()
            """
        #expect(try next("{}", withdrawn).contains("intent{batch=1"))
    }

    @Test func anIntentThatWasWithdrawnIsNoStepOfTheRamp() throws {
        let story = """
            local night = roll(9, { max_unavailable = 9, batch_size = { 1, 2, 9 } }):look()
            night:take(night:decide())
            night.view.before[1] = { values = {}, problems = {} }
            night:take(night:batch(1))
            night:append { kind = "withdrawn", ids = { "i-1" }, reason = "the journal took too long" }
            night:take(night:batch(1))
            night:append { kind = "answered", ids = { "i-1" }, answer = "accepted" }
            for _, kind in ipairs { "departed", "returned", "proven", "health", "ended" } do
                night:append {
                    kind = kind, id = "i-1", took = (kind == "returned" or kind == "ended") and 1 or nil,
                    well = kind == "health" or nil, outcome = kind == "ended" and "done" or nil,
                }
            end
            night:take(night:decide())
            tell(night:decide())
            """
        #expect(try core("batch", story) == ["events=[chosen{batch=2 ids=[i-2 i-3]}]"])
    }
}

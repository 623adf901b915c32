import Basics
import Rolling
import TestSupport
import Testing

/// The last check before a reboot: which instances of a batch may be rebooted now.
@Suite struct ClearanceTests {
    /// Four instances, of which the first two are chosen; the evidence before their reboot is known.
    private func clear(_ given: String, _ more: String = "", now: Int = 100, since: Int = 99) throws -> String
    {
        let story = """
            local night = roll(4, \(given)):append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            night:at(\(now)):look()
            night.view.before[1] = { values = {}, problems = {} }
            local function says(id, value) night.view.consents[id] = { ok = true, value = value, at = 99 } end
            \(more)
            local rows = { night:row "i-1", night:row "i-2" }
            local answer = clearance.decide(night.spec, night.state, night.view, night.now, rows, \(since))
            tell(answer)
            """
        return try core("clearance", story).joined(separator: "\n")
    }

    @Test func aBatchGoesWhenEverythingIsKnown() throws {
        #expect(try clear("{ max_unavailable = 2 }") == "back=[] down=2 go=[i-1 i-2]")
    }

    @Test func anInstanceThatIsDownNowTakesRoomFromTheBatch() throws {
        #expect(
            try clear("{ max_unavailable = 2 }", "night:look { down = { ['i-4'] = 'is STOPPED' } }")
                == "back=[{id=i-2 step=planned}] down=2 go=[i-1]")
    }

    @Test func anUnhealthyInstanceOfTheBatchIsCountedBeforeTheOthers() throws {
        let down = "night:look { down = { ['i-2'] = 'is not healthy' } }"
        #expect(
            try clear("{ max_unavailable = 1 }", down) == "back=[{id=i-1 step=planned}] down=1 go=[i-2]")
    }

    @Test func aStoppedInstanceOfTheBatchIsSkippedAndTakesRoom() throws {
        let stopped = "night:look { down = { ['i-2'] = 'is STOPPED' }, status = { ['i-2'] = 'STOPPED' } }"
        #expect(
            try clear("{ max_unavailable = 1 }", stopped)
                == "back=[{id=i-2 reason=is STOPPED, not RUNNING step=skipped} {id=i-1 step=planned}] down=1 go=[] "
                + "lack=1 instance is down or uncertain (web-2 (is STOPPED)) and max_unavailable is 1"
        )
    }

    @Test func aMissingInstanceOfTheBatchWaitsForAnotherTurn() throws {
        let missing =
            "night:look { down = { ['i-1'] = 'is NOT_FOUND' }, status = { ['i-1'] = 'NOT_FOUND' } }"
        #expect(
            try clear("{ max_unavailable = 2 }", missing) == "back=[{id=i-1 step=planned}] down=2 go=[i-2]")
    }

    // MARK: Objections

    @Test func afterARequestToStopAllGoBack() throws {
        #expect(
            try clear(
                "{ max_unavailable = 2 }", "night.view.stop = { by = 'signal', reason = 'asked to stop' }")
                == "back=[{id=i-1 reason=asked to stop step=planned} {id=i-2 reason=asked to stop step=planned}]"
        )
    }

    @Test func blockersThatBlockSendAllBackAndExplainIt() throws {
        let blocks = "night.view.blockers = { reason = 'a release', asked_at = 100, at = 100 }"
        #expect(
            try clear("{ max_unavailable = 2, blockers = { print } }", blocks)
                == "back=[{id=i-1 reason=blocked: a release step=planned} {id=i-2 reason=blocked: a release step=planned}] lack=blocked: a release"
        )
    }

    @Test func aWindowThatHasClosedSendsAllBackWithoutALackOfRoom() throws {
        let closed = "night.view.window = { reason = 'the window is closed', wait = 9 }"
        let back = ["i-1", "i-2"].map { "{id=\($0) reason=the window is closed step=planned}" }
        #expect(
            try clear("{ max_unavailable = 2, outside = 'wait' }", closed)
                == "back=[\(back.joined(separator: " "))]")
    }

    // MARK: Facts

    @Test func whatIsMissingIsAskedForInAFixedOrder() throws {
        let given = "{ max_unavailable = 2, only_if = print, blockers = { print } }"
        var known = "night.view.look, night.view.before = nil, {}\n"
        #expect(try clear(given, known) == "ids=[i-1 i-2] needs=consents")
        known += "says('i-1', true) says('i-2', true)\n"
        #expect(try clear(given, known) == "needs=before")
        known += "night.view.before[1] = { values = {}, problems = {} }\n"
        #expect(try clear(given, known) == "needs=blockers")
        known += "night.view.blockers = { asked_at = 100, at = 100 }\n"
        #expect(try clear(given, known) == "keep=5 needs=look")
        known += "night:look()"
        #expect(try clear(given, known) == "back=[] down=2 go=[i-1 i-2]")
    }

    @Test func aLookIsTenSecondsOldAtMost() throws {
        #expect(try clear("{}", "night:look { at = 90 }").contains("go=[i-1]"))
        #expect(try clear("{}", "night:look { at = 89 }") == "keep=5 needs=look")
        #expect(try clear("{}", "night:look { at = 80, slow = 10 }").contains("go=[i-1]"))
    }

    // MARK: Functions of the script

    private let asking = "{ max_unavailable = 2, only_if = print }"

    @Test func anInstanceThatTheScriptLeavesOutNowIsExcused() throws {
        #expect(
            try clear(asking, "says('i-1', false) says('i-2', true)")
                == "back=[{excused=true id=i-1 reason=only_if says no step=skipped}] down=2 go=[i-2]")
    }

    @Test func oneFailureKeepsTheRestOfTheBatchFromGoing() throws {
        #expect(
            try clear(asking, "says('i-1', 1) says('i-2', true)")
                == "back=[{id=i-2 reason=only_if failed for another instance of the batch step=planned} "
                + "{id=i-1 reason=only_if must answer true or false: number step=failed}]")
    }

    @Test func nothingIsAskedForWhereTheScriptLeavesAllOut() throws {
        let story = "night.view.look, night.view.before = nil, {} says('i-1', false) says('i-2', false)"
        #expect(try clear(asking, story).hasPrefix("back=[{excused=true id=i-1"))
    }

    // MARK: After the intent is durable

    @Test func whileTheIntentWasStoredARequestToStopMayHaveCome() throws {
        let story = """
            local night = roll(2)
            tell(clearance.still(night.spec, night.state, night.view, 10, 9))
            night.view.stop = { by = "signal", reason = "asked to stop" }
            tell(clearance.still(night.spec, night.state, night.view, 10, 9))
            """
        #expect(try core("clearance", story) == ["nil", "asked to stop"])
    }
}

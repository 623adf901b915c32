import Basics
import Rolling
import TestSupport
import Testing

/// The change of the state by each event.
@Suite struct StateTests {
    @Test func anEventThatIsMissingIsAnInternalError() throws {
        let story = """
            local night = roll(2)
            print(select(2, pcall(state.apply, night.state, { kind = "waited", seq = 3, at = 0 })))
            """
        #expect(try core("state", story) == ["internal error: event 3 follows event 1"])
    }

    @Test func anEventOfAnInstanceThatIsNotInTheRollIsAnInternalError() throws {
        let story = """
            local night = roll(2)
            print(select(2, pcall(state.apply, night.state, { kind = "undrained", id = "i-9", seq = 2, at = 0 })))
            """
        #expect(try core("state", story) == ["internal error: no instance has the id i-9"])
    }

    @Test func drainingTakesAnInstanceOutOfLoadEvenWhereItFails() throws {
        let story = """
            local night = roll(2):append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            night:append { kind = "draining", ids = { "i-1", "i-2" } }
            night:append({ kind = "drained", id = "i-1" }, { kind = "drained", id = "i-2", reason = "busy" })
            print(night:row "i-1".drained, night:row "i-2".drained)
            print(night.state.decisions[#night.state.decisions].text)
            """
        #expect(
            try core("state", story) == ["true\tmaybe", "i-2 goes on without being drained: busy"])
    }

    @Test func aWithdrawnIntentLeavesTheInstanceWhereItWas() throws {
        let story = """
            local night = roll(2):bring("i-1", "intent"):bring("i-2", "intent", { drained = true })
            night:append { kind = "withdrawn", ids = { "i-1", "i-2" }, reason = "asked to stop" }
            for _, id in ipairs { "i-1", "i-2" } do print(night:row(id).step, night:row(id).is_reserved) end
            print(night.state.open_batches[1].asked, night.state.headcount.busy)
            """
        #expect(try core("state", story) == ["planned\ttrue", "drained\ttrue", "0\t2"])
    }

    @Test func aBatchOfWhichNothingWasAskedDoesNotCount() throws {
        let story = """
            local night = roll(2):bring("i-1", "intent")
            print(night.state.batches)
            night:append { kind = "withdrawn", ids = { "i-1" }, reason = "asked to stop" }
            print(night.state.batches, night.state.choices)
            """
        #expect(try core("state", story) == ["1", "0\t1"])
    }

    @Test func aBatchThatIsAskedForInPartsCountsOnce() throws {
        let story = """
            local night = roll(2):append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            for i, id in ipairs { "i-1", "i-2" } do
                night:append {
                    kind = "intent", ids = { id }, batch = 1, before = { false }, problems = { false }, down = i,
                    send_by = 10, next_at = 0,
                }
            end
            print(night.state.batches, night.state.open_batches[1].asked, night.state.peak)
            """
        #expect(try core("state", story) == ["1\t2\t2"])
    }

    @Test func anInstanceThatIsAskedAgainRemembersNothingOfItsFirstRequest() throws {
        let story = """
            local night = roll(2):bring("i-1", "unknown", { before = "a" })
            night:append { kind = "requeued", id = "i-1", retried = true }
            local row = night:row "i-1"
            print(row.step, row.retries, row.asked_at, row.evidence.before, night.state.queue:next())
            """
        #expect(try core("state", story) == ["planned\t1\tnil\tnil\t1"])
    }

    @Test func onlyARefusalCountsAsAnAttempt() throws {
        let story = """
            local night = roll(3):bring("i-1", "refused"):bring("i-2", "unknown"):bring("i-3", "accepted")
            for i = 1, 3 do io.write(night:row("i-" .. i).attempts, " ") end print()
            """
        #expect(try core("state", story) == ["1 0 0 "])
    }

    @Test func theFirstBadHealthCheckIsTheOneThatIsKept() throws {
        let story = """
            local night = roll(1):bring("i-1", "checking"):at(20):append { kind = "unwell_seen", id = "i-1" }
            night:at(40):append { kind = "unwell_seen", id = "i-1" }
            print(night:row "i-1".evidence.seen_failing)
            """
        #expect(try core("state", story) == ["20"])
    }

    @Test func anInstanceThatIsProvenWithoutBeingSeenDoesNotCountAsSeen() throws {
        let story = """
            local night = roll(3)
            night:bring("i-1", "returning"):bring("i-2", "returning", { proof = "boot_id" })
            night:bring("i-3", "returning", { departed_because = "it was accepted" })
            for i = 1, 3 do io.write(tostring(night:row("i-" .. i).was_seen_leaving), " ") end print()
            """
        #expect(try core("state", story) == ["true nil nil "])
    }

    @Test func whatBlocksIsCountedFromItsFirstWaitUntilABatchIsChosen() throws {
        let story = """
            local night = roll(2)
            local function block(at)
                night:at(at):append({ kind = "waiting", reason = "blockers", text = "a release", wait_until = at + 5 }, { kind = "waited" })
            end
            block(10) block(40)
            print(night.state.blocked_since, #night.state.decisions)
            night:append { kind = "chosen", ids = { "i-1" }, batch = 1 }
            print(night.state.blocked_since)
            """
        #expect(try core("state", story) == ["10\t2", "nil"])
    }

    @Test func anInstanceThatEndsUnchosenKeepsTheOthersInTheirOrder() throws {
        let story = """
            local night = roll(3):append { kind = "ended", id = "i-1", outcome = "skipped", reason = "was booted lately" }
            print(night.state.rows[night.state.queue:next()].id, night.state.tally.failures)
            """
        #expect(try core("state", story) == ["i-2\t0"])
    }

    @Test func aSecondLookCountsAnInstanceAsAFailureThatWasDone() throws {
        let story = """
            local night = roll(3):bring("i-1", "done")
            night:append { kind = "ended", id = "i-1", outcome = "failed", reason = "was well, and now is STOPPED" }
            print(night.state.headcount:at "done", night.state.tally.failures, night.state.headcount.total)
            """
        #expect(try core("state", story) == ["0\t1\t1"])
    }
}

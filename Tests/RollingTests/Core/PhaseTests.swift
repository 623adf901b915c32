import Basics
import Rolling
import TestSupport
import Testing

/// The present activity of a roll, for the progress line.
@Suite struct PhaseTests {
    private func phase(_ story: String, _ given: String = "{ max_unavailable = 3, bake_time = 300 }") throws
        -> [String]
    {
        let last = "print(phase.text(night.spec, night.state, nil, night.now))"
        return try core("phase", "local night = roll(6, \(given))\n" + story + "\n" + last)
    }

    @Test func aBatchIsNamedWithWhatItsInstancesDo() throws {
        let story = """
            night:append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            night:append { kind = "intent", ids = { "i-1", "i-2" }, batch = 1, before = {}, problems = {}, down = 2,
                send_by = 10, next_at = 0 }
            night:append { kind = "answered", ids = { "i-1", "i-2" }, answer = "accepted" }
            night:append { kind = "departed", id = "i-1" }
            night:append { kind = "returned", id = "i-1", took = 30, verify_by = 90 }
            night:append { kind = "proven", id = "i-1", healthy_by = 300 }
            """
        #expect(try phase(story) == ["rebooting batch 1/3: 1 rebooting, 1 checking health"])
    }

    @Test func aBakeSaysHowMuchOfItIsOver() throws {
        let story = """
            night:bring("i-1", "done")
            night:append { kind = "waiting", reason = "bake", wait_until = 300 } night:at(120.4)
            """
        #expect(try phase(story) == ["baking after batch 1, 2m of 5m"])
    }

    @Test func anApprovalSaysHowMuchTimeIsLeft() throws {
        let story = """
            night:append { kind = "question", subject = "checkpoint", text = "checkpoint 50% (3 of 6 done)",
                count = 3, wait_until = 3600 }
            night:at(2880)
            """
        #expect(
            try phase(story, "{ checkpoint = { at = { '50%' }, approve = '/run/go' } }") == [
                "waiting for approval of checkpoint 50% (3 of 6 done), 12m left"
            ])
    }

    @Test func whatBlocksIsNamed() throws {
        let story = """
            night:append { kind = "waiting", reason = "blockers", text = "maintenance", wait_until = 30 } night:at(60)
            """
        #expect(try phase(story) == ["blocked by maintenance, 59m left"])
    }

    @Test func aStopFollowsWhatIsInFlight() throws {
        let story = """
            night:bring("i-1", "accepted")
            night:append { kind = "stopping", by = "signal", text = "for a test" }
            """
        #expect(try phase(story) == ["stopping: 1 rebooting"])
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// The failures of a roll in words.
@Suite struct FailuresTests {
    private func words(_ story: String, _ expression: String) throws -> [String] {
        try core("failures", "local night = roll(9)\n\(story)\nprint(\(expression))")
    }

    @Test func aStopNamesWhatFailedAndTheLimit() throws {
        let story = """
            night:bring("i-7", "failed", { reason = "not healthy 5m after its reboot (HTTP 503)" })
            night:append { kind = "stopping", by = "failures", text = failures.named("1 failure (limit 0)", night.state) }
            """
        #expect(
            try words(story, "failures.stop_words(night.state)") == [
                "Stopped after 1 failure (limit 0): web-7: not healthy 5m after its reboot (HTTP 503)"
            ])
        #expect(try words(story, "failures.short(night.state)") == ["stopped after 1 failure"])
    }

    @Test func ofManyFailuresThreeAreNamed() throws {
        let story = """
            for i = 1, 5 do night:bring("i-" .. i, i == 2 and "uncertain" or "failed", { reason = "why" }) end
            """
        #expect(
            try words(story, "failures.text(night.state)") == [
                "web-1: why; web-2: uncertain: why; web-3: why; and 2 more"
            ])
    }

    @Test func aWaitThatWasGivenUpSaysHowLongItTook() throws {
        let story = """
            night:append { kind = "stopping", by = "blocked", text = "waited 1h for room: 3 instances are down" }
            """
        #expect(
            try words(story, "failures.stop_words(night.state)") == [
                "Stopped: waited 1h for room: 3 instances are down"
            ])
    }

    @Test func anInstanceThatIsTriedAgainIsNoFailure() throws {
        let story = """
            night:bring("i-1", "failed")
            night:append { kind = "stopping", by = "failures", text = "1 failure (limit 0)" }
            night:append { kind = "closed", exit_code = 5, left = "held" }
            night:append { kind = "begun", life = 2, retry = { "failed" } }
            """
        #expect(try words(story, "failures.text(night.state)") == ["nil"])
    }
}

import Basics
import History
import Journal
import Testing

@Suite struct StoryTests {
    private func texts(_ campaign: Campaign) throws -> [String] {
        try #require(try campaign.story(of: "i-1")).lines.map(\.text)
    }

    @Test func aProcessThatWasKilledIsPartOfTheStory() throws {
        var campaign = Campaign(["i-1", "i-2"])
        campaign.add("begun", ["life": 1, "pid": 4711, "hostname": "cron-1"])
        campaign.add("chosen", ["ids": ["i-1"], "batch": 3])
        campaign.add("intent", ["ids": ["i-1"], "batch": 3, "before": ["1f"]])
        campaign.add("begun", ["life": 2, "pid": 4712, "hostname": "cron-1"])
        campaign.add(
            "answered",
            [
                "ids": ["i-1"], "answer": "unknown", "found": true,
                "reason": "the process ended before an answer came",
            ])
        campaign.add("departed", ["id": "i-1", "proof": "boot_id", "after": "9a"])
        campaign.add("ended", ["id": "i-1", "outcome": "done", "took": 61])
        #expect(
            try texts(campaign) == [
                "the roll began with 2 instances; this one was number 1 in its order, in group zone-a",
                "process 4711 on cron-1 began the roll",
                "batch 3 was chosen, with this instance in it",
                "its reboot was about to be requested, in batch 3; evidence before: 1f",
                "the process before it was killed: it recorded no end",
                "process 4712 on cron-1 took up the roll, as process 2 of the roll",
                "the process ended before an answer came; what became of the request is unknown",
                "its boot id differed: 1f → 9a",
                "it ended done, 1m 1s after the request",
            ])
    }

    @Test func eventsOfOtherInstancesAreLeftOut() throws {
        var campaign = Campaign(["i-1", "i-2"])
        campaign.add("ended", ["id": "i-2", "outcome": "done"])
        campaign.add("ended", ["id": "i-1", "outcome": "skipped", "reason": "was excluded"])
        #expect(try texts(campaign).dropFirst() == ["it ended skipped: was excluded"])
    }

    @Test func aStopIsToldOnlyToThoseThatWereNotOver() throws {
        var campaign = Campaign(["i-1", "i-2"])
        campaign.add("ended", ["id": "i-1", "outcome": "done"])
        campaign.add("stopping", ["by": "failures", "text": "2 failures (limit 1)"])
        campaign.add("ended", ["id": "i-2", "outcome": "not_started", "reason": "2 failures (limit 1)"])
        campaign.add("closed", ["exit_code": 5, "left": "held"])
        let last = "the roll stopped with exit code 5, and was held until an operator decides"
        #expect(try texts(campaign).dropFirst() == ["it ended done", last])
        let other = try #require(try campaign.story(of: "web-2"))
        #expect(other.lines[1].text == "no further instance was begun: 2 failures (limit 1)")
        #expect(other.standing == .held)
        #expect(other.instance.outcome == .notStarted)
    }

    @Test func anInstanceThatTheCampaignDoesNotHaveHasNoStory() throws {
        #expect(try Campaign().story(of: "i-9") == nil)
    }
}

import Basics
import History
import Journal
import Testing

@Suite struct SummaryTests {
    @Test func anInstanceCountsByItsLastOutcome() throws {
        var campaign = Campaign(["i-1", "i-2", "i-3"])
        campaign.add("ended", ["id": "i-1", "outcome": "done"])
        campaign.add("ended", ["id": "i-2", "outcome": "done"])
        campaign.add("ended", ["id": "i-2", "outcome": "failed"])
        campaign.add("ended", ["id": "i-3", "outcome": "not_started"])
        campaign.add("closed", ["exit_code": 5, "left": "held"], after: 60)
        let summary = try campaign.summary
        #expect(summary.counts == [.done: 1, .failed: 1, .notStarted: 1])
        #expect((summary.left, summary.head.total, summary.underWay) == (1, 3, 0))
        #expect(summary.head.ending?.exitCode == 5)
        #expect(summary.head.standing == .held)
        #expect(summary.head.seconds == 64)
    }

    @Test func aCampaignWhoseProcessWasKilledIsOpenAndHasInstancesUnderWay() throws {
        var campaign = Campaign(["i-1", "i-2", "i-3"])
        campaign.add("chosen", ["ids": ["i-1", "i-2"], "batch": 1])
        campaign.add("intent", ["ids": ["i-1", "i-2"], "batch": 1])
        campaign.add("withdrawn", ["ids": ["i-2"], "reason": "the window has closed"])
        let summary = try campaign.summary
        #expect(summary.head.standing == .open)
        #expect((summary.underWay, summary.left) == (1, 3))
    }

    @Test func whatIsWithdrawnAfterADrainIsStillUnderWay() throws {
        var campaign = Campaign()
        campaign.add("draining", ["ids": ["i-1"]])
        campaign.add("drained", ["id": "i-1"])
        campaign.add("intent", ["ids": ["i-1"], "batch": 1])
        campaign.add("withdrawn", ["ids": ["i-1"], "reason": "no room"])
        #expect(try campaign.summary.underWay == 1)
    }

    @Test func aNewLifeOpensWhatWasNotStarted() throws {
        var campaign = Campaign(["i-1", "i-2", "i-3"])
        campaign.add("begun", ["life": 1])
        campaign.add("inventory", ["id": "i-3", "gone": true])
        campaign.add("stopping", ["by": "window", "text": "the window has closed"])
        for (id, outcome) in [("i-1", "failed"), ("i-2", "not_started"), ("i-3", "skipped")] {
            campaign.add("ended", ["id": .string(id), "outcome": .string(outcome)])
        }
        campaign.add("closed", ["exit_code": 7, "left": "open"])
        #expect(try campaign.summary.head.stopped?.reason == "the window has closed")
        campaign.add("begun", ["life": 2])
        let summary = try campaign.summary
        #expect(summary.counts == [.failed: 1, .skipped: 1])
        #expect((summary.head.lives, summary.left, summary.head.stopped?.reason) == (2, 1, nil))
        #expect(summary.head.ending == nil)
    }

    @Test func anOutcomeThatIsTriedAgainCountsNoMore() throws {
        var campaign = Campaign(["i-1", "i-2", "i-3"])
        for (id, outcome) in [("i-1", "failed"), ("i-2", "uncertain"), ("i-3", "done")] {
            campaign.add("ended", ["id": .string(id), "outcome": .string(outcome)])
        }
        campaign.add("closed", ["exit_code": 5, "left": "held"])
        campaign.add("begun", ["life": 2, "retry": ["failed"]])
        #expect(try campaign.summary.counts == [.uncertain: 1, .done: 1])
        #expect(try campaign.record.instance("i-1")?.status == "waiting")
        #expect(try campaign.story(of: "i-1")?.instance.outcome == nil)
    }

    @Test func aDamagedEventIsNamed() throws {
        let entry = JournalEntry(sequence: 7, encoded: Array("{".utf8))
        let expected = JournalError(.damaged, "web/1: event 7 of the journal can't be read")
        #expect(throws: expected) { try Event(entry, of: Campaign().id) }
    }
}

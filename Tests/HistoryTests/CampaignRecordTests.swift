import Basics
import History
import Journal
import Testing

@Suite struct CampaignRecordTests {
    @Test func theReportIsInTheOrderOfThePlanAndHasReasonBatchAndTime() throws {
        var campaign = Campaign(["i-2", "i-1"])
        campaign.add("chosen", ["ids": ["i-1"], "batch": 1])
        campaign.add("intent", ["ids": ["i-1"], "batch": 1, "down": 3])
        campaign.add("ended", ["id": "i-1", "outcome": "done", "took": 42])
        campaign.add("ended", ["id": "i-2", "outcome": "not_started", "reason": "the run ended"])
        let record = try campaign.record
        #expect(record.instances.map(\.id) == ["i-2", "i-1"])
        #expect(record.instances.map(\.name) == ["web-2", "web-1"])
        #expect(record.instances.map(\.outcome) == [.notStarted, .done])
        #expect(record.instances.map(\.reason) == ["the run ended", nil])
        #expect(record.instances.map(\.batch) == [nil, 1])
        #expect(record.instance("i-1")?.took == 42)
        #expect((record.head.peak, record.head.planHash) == (3, "abc"))
    }

    @Test func anInstanceWhoseUndrainFailedIsLeftDrained() throws {
        var campaign = Campaign(["i-1", "i-2", "i-3"])
        campaign.add("draining", ["ids": ["i-1", "i-2", "i-3"]])
        campaign.add("drained", ["id": "i-1"])
        campaign.add("drained", ["id": "i-3"])
        campaign.add("undraining", ["ids": ["i-3"], "outcome": "done"])
        campaign.add("undrained", ["id": "i-3"])
        for id in ["i-1", "i-2", "i-3"] {
            campaign.add("ended", ["id": .string(id), "outcome": "failed"])
        }
        #expect(try campaign.record.instances.map(\.drained) == [.yes, .maybe, nil])
    }

    @Test func anInstanceThatIsTriedAgainHasNoOutcome() throws {
        var campaign = Campaign()
        campaign.add("ended", ["id": "i-1", "outcome": "failed"])
        campaign.add("requeued", ["id": "i-1", "reason": "asked for by the operator"])
        #expect(try campaign.record.instance("i-1")?.outcome == nil)
        campaign.add("ended", ["id": "i-1", "outcome": "done"])
        campaign.add("intent", ["ids": ["i-1"], "batch": 2])
        #expect(try campaign.record.instance("i-1")?.isUnderWay == true)
        #expect(try campaign.record.instance("i-1")?.outcome == nil)
    }
}

import Basics
import History
import Testing

@Suite struct DifferenceTests {
    private func record(_ ends: [(String, JSONObject)]) throws -> CampaignRecord {
        var campaign = Campaign(ends.map(\.0))
        for (id, fields) in ends {
            campaign.add("ended", JSONObject([.init(key: "id", value: .string(id))] + fields.members))
        }
        return try campaign.record
    }

    @Test func instancesDifferByOutcomeReasonOrMuchMoreTime() throws {
        let first = try record([
            ("i-1", ["outcome": "done", "took": 40]), ("i-2", ["outcome": "done", "took": 40]),
            ("i-3", ["outcome": "done", "took": 40]), ("i-4", ["outcome": "failed", "reason": "HTTP 503"]),
        ])
        let second = try record([
            ("i-1", ["outcome": "done", "took": 65]), ("i-2", ["outcome": "done", "took": 71]),
            ("i-3", ["outcome": "uncertain"]), ("i-4", ["outcome": "failed", "reason": "HTTP 500"]),
        ])
        let difference = Difference(first, second)
        #expect(difference.changes.map(\.first.id) == ["i-2", "i-3", "i-4"])
        #expect(difference.sameCount == 1)
    }

    @Test func instancesOfOnlyOneRunAreListed() throws {
        let done: JSONObject = ["outcome": "done"]
        let difference = Difference(
            try record([("i-1", done), ("i-2", done)]), try record([("i-2", done), ("i-3", done)]))
        #expect(difference.onlyInFirst.map(\.id) == ["i-1"])
        #expect(difference.onlyInSecond.map(\.id) == ["i-3"])
        #expect(!difference.isEmpty)
    }

    @Test func aRunDoesNotDifferFromItself() throws {
        let run = try record([("i-1", ["outcome": "failed", "reason": "HTTP 503"])])
        #expect(Difference(run, run).isEmpty)
    }
}

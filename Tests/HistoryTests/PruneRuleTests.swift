import Basics
import History
import Journal
import Testing

@Suite struct PruneRuleTests {
    private let campaigns = (1...4).map { CampaignID(endpoint: "e", name: "web", number: $0) }

    /// Returns the numbers of the campaigns that a rule deletes.
    ///
    /// Campaign N ended at second N, with the standing that `standing` sets; the default is closed.
    private func chosen(_ rule: PruneRule, standing: [Int: String] = [:]) throws -> [Int] {
        var endings: [CampaignID: Ending] = [:]
        for campaign in campaigns {
            var written = Campaign()
            written.time = Double(campaign.number)
            let left = standing[campaign.number] ?? "closed"
            written.add("closed", ["left": .string(left)], after: 0)
            endings[campaign] = Ending(try #require(try written.events.last))
        }
        return rule.choose(among: campaigns, now: 10) { endings[$0] }.map(\.number)
    }

    @Test func theLastOfANameAlwaysStays() throws {
        #expect(try chosen(PruneRule(olderThan: 0, keep: nil)) == [1, 2, 3])
        #expect(try chosen(PruneRule(olderThan: nil, keep: 0)) == [1, 2, 3])
    }

    @Test func ageAndCountMustBothAllowIt() throws {
        #expect(try chosen(PruneRule(olderThan: 7.5, keep: nil)) == [1, 2])
        #expect(try chosen(PruneRule(olderThan: 7.5, keep: 3)) == [1])
        #expect(try chosen(PruneRule(olderThan: nil, keep: 2)) == [1, 2])
    }

    @Test func whatIsOpenOrHeldStays() throws {
        #expect(try chosen(PruneRule(olderThan: 0, keep: 1), standing: [1: "open", 2: "held"]) == [3])
    }

    @Test func eachNameCountsForItself() {
        let others = campaigns + [CampaignID(endpoint: "e", name: "db", number: 1)]
        let rule = PruneRule(olderThan: nil, keep: 3)
        #expect(rule.choose(among: others, now: 10) { _ in nil }.isEmpty)
    }
}

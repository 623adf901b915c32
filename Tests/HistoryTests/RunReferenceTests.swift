import History
import Journal
import Testing

@Suite struct RunReferenceTests {
    private let campaigns = [
        ("a", "web", 1), ("a", "web", 2), ("a", "db", 1), ("b", "db", 1), ("a", "lang/7", 1),
    ].map { CampaignID(endpoint: $0.0, name: $0.1, number: $0.2) }

    private func find(_ text: String, endpoint: String? = nil) throws -> CampaignID {
        try RunReference(text, endpoint: endpoint).find(among: campaigns)
    }

    @Test func aNameIsItsLastCampaign() throws {
        #expect(try find("web").number == 2)
        #expect(try find("web/1").number == 1)
        #expect(try find("lang/7").name == "lang/7")
        #expect(try find("lang/7/1").name == "lang/7")
    }

    @Test func aNameAtSeveralEndpointsNeedsTheEndpoint() throws {
        #expect(throws: RunReference.Problem.severalEndpoints(name: "db", endpoints: ["a", "b"])) {
            try find("db")
        }
        #expect(try find("db", endpoint: "b").endpoint == "b")
    }

    @Test func whatIsUnknownIsNamed() {
        #expect(throws: RunReference.Problem.unknownName("wbe")) { try find("wbe/1") }
        #expect(throws: RunReference.Problem.unknownName("web")) { try find("web", endpoint: "b") }
        #expect(throws: RunReference.Problem.unknownNumber(9, name: "web", last: 2)) { try find("web/9") }
    }
}

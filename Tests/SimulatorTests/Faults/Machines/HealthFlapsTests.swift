import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `healthFlaps`: the health endpoint of these instances sometimes answers 503 although they are healthy.
@Suite struct HealthFlapsFaultTests {
    @Test func aFlappingEndpointSaysNoOfOneThatIsWell() throws {
        var cloud = try make { $0.faults.healthFlaps = ["web-0001"] }
        let answers = (0..<100).map { cloud.health(0, at: Double($0) * 5) }
        #expect(answers.contains(200) && answers.contains(503))
        #expect(cloud.truth(at: .seconds(500)).mostDown == 0)
    }
}

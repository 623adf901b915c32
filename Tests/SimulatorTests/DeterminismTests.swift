import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct DeterminismTests {
    /// 200 answers of a cloud with random durations.
    private func story(seed: UInt64) throws -> [[UInt8]] {
        var cloud = SimulatedCloud(fleet: try Fleet(count: 50), seed: seed)
        return (0..<200).map { step in
            let ids = cloud.ids([step % 50])
            let action = step % 4 == 0 ? "RebootInstances" : "DescribeInstancesStatus"
            let body: JSONValue = ["instanceIds": ids]
            return cloud.answer(SimulatedRequest(action: action, body: body.serialized()), at: .seconds(step))
                .body
        }
    }

    @Test func theSameSeedGivesTheSameAnswersByteForByte() throws {
        #expect(try story(seed: 7) == story(seed: 7))
        #expect(try story(seed: 7) != story(seed: 8))
    }

    @Test func whatAnInstanceDoesDoesNotDependOnWhoWasAskedFirst() throws {
        var forward = SimulatedCloud(fleet: try Fleet(count: 10), seed: 3)
        var backward = forward
        for index in 0..<10 { _ = forward.reboot(index) }
        for index in (0..<10).reversed() { _ = backward.reboot(index) }
        for second in 0..<60 {
            for index in 0..<10 {
                #expect(
                    forward.status(index, at: Double(second)) == backward.status(index, at: Double(second)))
            }
        }
    }

    @Test func askingChangesNothing() throws {
        var asked = SimulatedCloud(fleet: try Fleet(count: 5), seed: 3)
        var silent = asked
        _ = asked.reboot(0, 1, 2)
        _ = silent.reboot(0, 1, 2)
        for second in 0..<50 { _ = asked.status(0, at: Double(second)) }
        let (first, second) = (asked.truth(at: .seconds(90)), silent.truth(at: .seconds(90)))
        #expect(first.mostDown == second.mostDown)
        #expect(first.mostDownAt == second.mostDownAt)
    }

    @Test func bootTimesDifferAndHaveAMedianAndATail() throws {
        let draws = Draws(seed: 1)
        let spread = Spread(median: .seconds(20), sigma: 0.35)
        let times = (0..<4000).map { index in
            Double(draws.nanoseconds(spread, of: .bootTime, instance: index, type: "t\(index)", step: 1))
                / 1e9
        }.sorted()
        #expect((18...22).contains(times[2000]))
        #expect(times[3960] > 35)
        #expect(times.last ?? 0 <= 400)
    }

    @Test func copiesOfACloudGoTheirOwnWays() throws {
        let original = try make()
        var copy = original
        _ = copy.reboot(0)
        var untouched = original
        #expect(untouched.status(0, at: 5) == "RUNNING")
        #expect(copy.status(0, at: 5) == "REBOOT")
    }
}

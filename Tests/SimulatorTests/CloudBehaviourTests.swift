import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// How the cloud behaves when nothing is wrong, where its documentation leaves that open.
@Suite struct CloudBehaviourTests {
    @Test(
        arguments: [
            (CloudBehaviour.BadIDAnswer.failsWholeCall, 0), (.failsAfterThoseBefore, 2),
            (.failsAfterTheOthers, 3),
        ])
    func aBatchWithABadIDIsRefusedAndDoneInPart(answer: CloudBehaviour.BadIDAnswer, done: Int) throws {
        var cloud = try make(count: 3) { $0.behaviour.badID = answer }
        var ids = cloud.ids([0, 1, 2]).arrayValue ?? []
        ids.insert("nobody", at: 2)
        let refused = cloud.ask("RebootInstances", ["instanceIds": .array(ids)])
        #expect(refused.code == "INVALID_INSTANCE_NOT_FOUND")
        #expect(cloud.truth(at: .seconds(1)).reboots.count == done)
    }

    @Test func aPageHasNoMoreRowsThanTheCap() throws {
        var cloud = try make(count: 5) { $0.behaviour.pageSizeMax = 2 }
        #expect(cloud.namesOnPage(1, of: 100).count == 2)
        #expect(cloud.namesOnPage(3, of: 100) == [cloud.fleet.instances[4].name])
        let ids = cloud.ids([0, 1, 2])
        let answer = cloud.ask("DescribeInstancesStatus", ["instanceIds": ids, "pageSize": 100])
        #expect(answer.rows.count == 2)
        #expect(answer.total == 3)
    }

    @Test func someInstancesWereBootedWithinTheHourBefore() throws {
        var cloud = try make(count: 200) { $0.behaviour.recentBoots = 0.25 }
        let recent = cloud.machines.count { ($0.uptime(at: .start) ?? 0) < 3_600_000_000_000 }
        #expect((25...75).contains(recent))
        #expect(try make(count: 200).machines.allSatisfy { $0.bootedAt.seconds <= -86_400 })
        #expect(cloud.truth(at: .start).boots.isEmpty)
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `rowsMissing`: pages of instances without one row, although the total counts it.
@Suite struct RowsMissingFaultTests {
    @Test func aRowIsMissingThatTheTotalCounts() throws {
        var cloud = try make(count: 5) { $0.faults.rowsMissing = 1 }
        let answer = cloud.ask("DescribeInstances", ["pageSize": 10])
        #expect(answer.rows.count == 4)
        #expect(answer.total == 5)
    }
}

/// `listChanges`: before a second or later page, an instance of an earlier page is deleted, or an instance appears.
@Suite struct ListChangesFaultTests {
    @Test func anInstanceOfAnEarlierPageIsDeletedWhileTheListIsPaged() throws {
        var cloud = try make(count: 6) { $0.faults.listChanges = 1 }
        let first = cloud.namesOnPage(1), second = cloud.namesOnPage(2)
        let all = cloud.fleet.instances.map(\.name)
        #expect(first == Array(all[..<2]))
        #expect(second == Array(all[3..<5]), "the third moved to the first page")
    }
}

/// `appears`: these instances are created at a drawn moment, and are not in the inventory before.
@Suite struct AppearsFaultTests {
    @Test func anInstanceAppearsOnAnEarlierPageWhileTheListIsPaged() throws {
        var appeared = false
        for seed in 0..<20 as Range<UInt64> {
            var cloud = try make(count: 6, seed: seed) { settings in
                settings.faults.listChanges = 1
                settings.faults.appears = ["web-0001"]
                settings.faults.fateWithin = .seconds(3600)
            }
            let all = cloud.fleet.instances.map(\.name)
            #expect(cloud.namesOnPage(1) == Array(all[1..<3]))
            if cloud.namesOnPage(2) == Array(all[2..<4]) { appeared = true }
        }
        #expect(appeared, "the third comes twice")
    }

    @Test func whatAppearsIsNowhereBefore() throws {
        var cloud = try make { settings in
            settings.faults.appears = ["web-0002"]
            settings.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.ask("DescribeInstances", ["pageSize": 100], at: 0).total == 2)
        #expect(cloud.reboot(1, at: 0).code == "INVALID_INSTANCE_NOT_FOUND")
        #expect(cloud.ask("DescribeInstances", ["pageSize": 100], at: 10).total == 3)
        #expect(cloud.health(1, at: 10) == 200)
    }
}

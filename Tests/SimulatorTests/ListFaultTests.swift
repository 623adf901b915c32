import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

/// Lists of instances that are cut, have holes and change while they are paged.
@Suite struct ListFaultTests {
    private func page(
        _ number: Int64, of size: Int64 = 2, _ cloud: inout SimulatedCloud
    ) -> [String] {
        cloud.ask("DescribeInstances", ["pageNum": .integer(number), "pageSize": .integer(size)]).rows
            .compactMap { $0["instanceName"]?.stringValue }
    }

    @Test func aPageHasNoMoreRowsThanTheCap() throws {
        var cloud = try make(count: 5) { $0.behaviour.pageSizeMax = 2 }
        #expect(page(1, of: 100, &cloud).count == 2)
        #expect(page(3, of: 100, &cloud) == [cloud.fleet.instances[4].name])
        let ids = cloud.ids([0, 1, 2])
        let answer = cloud.ask("DescribeInstancesStatus", ["instanceIds": ids, "pageSize": 100])
        #expect(answer.rows.count == 2)
        #expect(answer.total == 3)
    }

    @Test func aRowIsMissingThatTheTotalCounts() throws {
        var cloud = try make(count: 5) { $0.faults.rowsMissing = 1 }
        let answer = cloud.ask("DescribeInstances", ["pageSize": 10])
        #expect(answer.rows.count == 4)
        #expect(answer.total == 5)
    }

    @Test func anInstanceOfAnEarlierPageIsDeletedWhileTheListIsPaged() throws {
        var cloud = try make(count: 6) { $0.faults.listChanges = 1 }
        let first = page(1, &cloud), second = page(2, &cloud)
        let all = cloud.fleet.instances.map(\.name)
        #expect(first == Array(all[..<2]))
        #expect(second == Array(all[3..<5]), "the third moved to the first page")
    }

    @Test func anInstanceAppearsOnAnEarlierPageWhileTheListIsPaged() throws {
        var appeared = false
        for seed in 0..<20 as Range<UInt64> {
            var cloud = try make(count: 6, seed: seed) { settings in
                settings.faults.listChanges = 1
                settings.faults.appears = ["web-0001"]
                settings.faults.fateWithin = .seconds(3600)
            }
            let all = cloud.fleet.instances.map(\.name)
            #expect(page(1, &cloud) == Array(all[1..<3]))
            if page(2, &cloud) == Array(all[2..<4]) { appeared = true }
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

    @Test func whatMigratesRunsOnUnderAnUnknownStatus() throws {
        var cloud = try make { settings in
            settings.faults.migrates = ["web-0001"]
            settings.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.status(0, at: 0) == "RUNNING")
        #expect(cloud.status(0, at: 10) == "MIGRATING")
        #expect(cloud.health(0, at: 10) == 200)
        #expect(cloud.reboot(0, at: 10).code == "OPERATION_DENIED_INSTANCE_STATUS")
        let named = cloud.ask("DescribeInstances", ["status": "MIGRATING"], at: 11).rows
        #expect(named.count == 1)
        #expect(cloud.status(0, at: 310) == "RUNNING")
        #expect(cloud.truth(at: .seconds(310)).mostDown == 0)
    }

    @Test func someInstancesWereBootedWithinTheHourBefore() throws {
        var cloud = try make(count: 200) { $0.behaviour.recentBoots = 0.25 }
        let recent = cloud.machines.count { ($0.uptime(at: .start) ?? 0) < 3_600_000_000_000 }
        #expect((25...75).contains(recent))
        #expect(try make(count: 200).machines.allSatisfy { $0.bootedAt.seconds <= -86_400 })
        #expect(cloud.truth(at: .start).boots.isEmpty)
    }
}

import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct DescribeInstancesTests {
    private func names(_ answer: Answer) -> [String] {
        answer.rows.compactMap { $0["instanceName"]?.stringValue }
    }

    @Test func withoutPageSizeTwentyAreShownOfAll() throws {
        var cloud = try make(count: 50)
        let answer = cloud.ask("DescribeInstancesStatus")
        #expect(answer.rows.count == 20)
        #expect(answer.total == 50)
    }

    @Test func theLastPageIsShortAndTheNextEmpty() throws {
        var cloud = try make(count: 50)
        #expect(cloud.ask("DescribeInstances", ["pageSize": 40, "pageNum": 2]).rows.count == 10)
        #expect(cloud.ask("DescribeInstances", ["pageSize": 40, "pageNum": 3]).rows.isEmpty)
    }

    @Test func aQueryForIDsIsNotCutByTheDefaultPageSize() throws {
        var cloud = try make(count: 50)
        #expect(
            cloud.ask("DescribeInstancesStatus", ["instanceIds": cloud.ids(Array(0..<50))]).rows.count == 50)
    }

    @Test func aQueryForIDsMayBeCutByTheDefaultPageSize() throws {
        var cloud = try make(count: 50) { $0.behaviour.pageSizeTruncatesIDQueries = true }
        let answer = cloud.ask("DescribeInstancesStatus", ["instanceIds": cloud.ids(Array(0..<50))])
        #expect(answer.rows.count == 20)
        #expect(answer.total == 50)
    }

    @Test func unknownIDsAreLeftOutAndTheOrderIsTheFleets() throws {
        var cloud = try make()
        let ids = [2, 0].map { cloud.fleet.instances[$0].id }
        let answer = cloud.ask(
            "DescribeInstances", ["instanceIds": [.string(ids[0]), "nobody", .string(ids[1])]])
        #expect(names(answer) == ["web-0001", "web-0003"])
        #expect(answer.total == 2)
    }

    @Test func aNameIsMatchedInPart() throws {
        var cloud = try make(count: 120)
        #expect(names(cloud.ask("DescribeInstances", ["name": "WEB-011"])).first == "web-0111")
    }

    @Test(
        arguments: [
            (["zoneId": "asia-east-1a"], 10), (["instanceType": "z2a.cpu.8"], 7),
            (["tagKeys": ["env", "role"]], 30),
            (["tags": [["key": "role", "value": "db"]]], 3),
            (["tags": [["key": "role", "value": "none"]]], 0),
            (["ipv4Address": "10.0.0.10"], 1), (["status": "RUNNING"], 30), (["status": "STOPPED"], 0),
            (["resourceGroupId": "default"], 30), (["zoneId": "asia-east-1a", "name": "web-0001"], 1),
        ] as [(JSONValue, Int64)])
    func aFilterSelects(filter: JSONValue, count: Int64) throws {
        var cloud = try make(count: 30)
        #expect(cloud.ask("DescribeInstances", filter).total == count)
    }

    @Test func theStatusFilterFollowsTime() throws {
        var cloud = try make()
        _ = cloud.reboot(0)
        #expect(cloud.ask("DescribeInstances", ["status": "REBOOT"], at: 0.5).total == 0)
        #expect(cloud.ask("DescribeInstances", ["status": "REBOOT"], at: 5).total == 1)
        #expect(cloud.ask("DescribeInstances", ["status": "REBOOT"], at: 50).total == 0)
    }

    @Test func aRowHasTheFieldsOfTheAPI() throws {
        var cloud = try make()
        let row = try #require(cloud.ask("DescribeInstances").rows.first)
        #expect(row["status"] == "RUNNING")
        #expect(row["tags"]?["tags"]?[0]?["key"] == "role")
        #expect(row["privateIpAddresses"]?[0] == "10.0.0.10")
        #expect(row["createTime"]?.stringValue != nil)
        #expect(row["cpu"] == 1)
    }

    @Test func zonesAreThoseOfTheFleet() throws {
        var cloud = try make(count: 30)
        let zones = cloud.ask("DescribeZones").json["response"]?["zoneSet"]?.arrayValue ?? []
        #expect(zones.map { $0["zoneId"] } == ["asia-east-1a", "asia-southeast-1a", "europe-central-1a"])
        #expect(zones[0]["regionId"] == "asia-east-1")
    }
}

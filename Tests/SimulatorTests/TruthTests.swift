import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct TruthTests {
    @Test func mostDownIsCountedEvenWhenNobodyLooked() throws {
        var cloud = try make(count: 10)
        _ = cloud.reboot(0, 1, 2)
        _ = cloud.reboot(3, 4, at: 10)
        let truth = cloud.truth(at: .seconds(3600))
        #expect(truth.mostDown == 5)
        #expect(truth.mostDownAt == .seconds(11))
        #expect(truth.downNow == 0)
    }

    @Test func whoWarmsUpIsStillDown() throws {
        var cloud = try make(count: 10)
        _ = cloud.reboot(0)
        #expect(cloud.truth(at: .seconds(23)).downNow == 1)
        #expect(cloud.truth(at: .seconds(25)).downNow == 0)
    }

    @Test func aHandOverInOneMomentIsNotTwoDown() throws {
        var cloud = try make(count: 10)
        _ = cloud.reboot(0)
        _ = cloud.reboot(1, at: 24)
        #expect(cloud.truth(at: .seconds(100)).mostDown == 1)
    }

    @Test func whoIsStoppedFromTheStartCountsAsDownAndTheRecycleBinDoesNot() throws {
        let json =
            #"[{"instanceId":"a","status":"STOPPED"},{"instanceId":"b","status":"RECYCLE"},{"instanceId":"c"}]"#
        var cloud = try make(fleet: Fleet(parsing: Array(json.utf8)))
        #expect(cloud.truth(at: .start).downNow == 1)
    }

    @Test func aRebootRemembersHowManyWereDownBefore() throws {
        var cloud = try make(count: 10)
        _ = cloud.reboot(0, 1)
        _ = cloud.reboot(2, at: 5)
        #expect(cloud.truth(at: .seconds(6)).reboots.map(\.downBefore) == [0, 0, 2])
        #expect(cloud.truth(at: .seconds(6)).reboots.last?.at == .seconds(5))
    }

    @Test func requestsAreCountedByActionAndByTheirSize() throws {
        var cloud = try make(count: 10)
        _ = cloud.reboot(0, 1)
        _ = cloud.ask("DescribeZones")
        _ = cloud.ask("DescribeZones")
        _ = cloud.ask("NoSuchAction")
        let truth = cloud.truth(at: .start)
        #expect(truth.requests(of: "DescribeZones") == 2)
        #expect(truth.requests(of: "RebootInstances") == 1)
        #expect(truth.idsPerRequestMax == 2)
        #expect(truth.refused == 1)
    }

    @Test func theTruthIsJSONThatOthersCanRead() throws {
        var cloud = try make()
        _ = cloud.reboot(0)
        let json = cloud.truth(at: .seconds(50)).json
        #expect(json["boots"]?[cloud.fleet.instances[0].id] == 1)
        #expect(json["mostDown"] == 1)
        #expect(json["requests"]?["RebootInstances"] == 1)
    }
}

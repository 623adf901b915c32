import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct RebootTests {
    @Test func aRebootGoesFromRunningOverRebootToRunningAndThenHealthy() throws {
        var cloud = try make()
        #expect(cloud.reboot(0).refused == [])
        #expect(cloud.status(0, at: 0.9) == "RUNNING")
        #expect(cloud.status(0, at: 1.1) == "REBOOT")
        #expect(cloud.status(0, at: 20.9) == "REBOOT")
        #expect(cloud.status(0, at: 21.1) == "RUNNING")
        #expect(cloud.health(0, at: 22) == nil)
        #expect(cloud.health(0, at: 24) == 503)
        #expect(cloud.health(0, at: 25.1) == 200)
    }

    @Test func duringTheLagTheOldBootGoesOnWorking() throws {
        var cloud = try make()
        let before = cloud.bootID(0, at: 0)
        _ = cloud.reboot(0)
        #expect(cloud.bootID(0, at: 0.9) == before)
        #expect(cloud.health(0, at: 0.9) == 200)
    }

    @Test func everyBootHasAnIDOfItsOwn() throws {
        var cloud = try make()
        let first = cloud.bootID(0, at: 0)
        _ = cloud.reboot(0)
        let second = cloud.bootID(0, at: 100)
        _ = cloud.reboot(0, at: 100)
        let third = cloud.bootID(0, at: 200)
        #expect(Set([first, second, third, nil]).count == 4)
        #expect(first != cloud.bootID(1, at: 200))
    }

    @Test func whoeverIsNotNamedIsNotRebooted() throws {
        var cloud = try make()
        _ = cloud.reboot(0)
        #expect(cloud.status(1, at: 5) == "RUNNING")
        #expect(cloud.truth(at: .seconds(50)).boots.map(\.instanceID) == [cloud.fleet.instances[0].id])
    }

    @Test func anIDGivenTwiceIsRebootedOnce() throws {
        var cloud = try make()
        _ = cloud.reboot(0, 0)
        #expect(cloud.truth(at: .seconds(50)).boots(of: cloud.fleet.instances[0].id) == 1)
    }

    @Test func aSecondRebootDuringRebootIsRefused() throws {
        var cloud = try make()
        _ = cloud.reboot(0)
        let second = cloud.reboot(0, at: 10)
        #expect(second.status == 403)
        #expect(second.code == "OPERATION_DENIED_INSTANCE_STATUS")
        #expect(cloud.truth(at: .seconds(100)).doubleReboots.isEmpty)
    }

    @Test func aSecondRebootDuringRebootMayBeAcceptedAndBootsAgain() throws {
        var cloud = try make { $0.behaviour.secondReboot = .accepted }
        let id = cloud.fleet.instances[0].id
        _ = cloud.reboot(0)
        #expect(cloud.reboot(0, at: 10).refused == [])
        #expect(cloud.status(0, at: 22) == "REBOOT")
        #expect(cloud.status(0, at: 31.1) == "RUNNING")
        let truth = cloud.truth(at: .seconds(100))
        #expect(truth.boots(of: id) == 2)
        #expect(truth.doubleReboots == [id])
    }

    @Test func aForcedRebootIsAcceptedDuringReboot() throws {
        var cloud = try make()
        _ = cloud.reboot(0)
        #expect(cloud.reboot(0, force: true, at: 10).status == 200)
    }

    @Test func aRepeatedRequestDuringTheLagIsASecondReboot() throws {
        var cloud = try make()
        _ = cloud.reboot(0)
        #expect(cloud.reboot(0, at: 0.5).refused == [])
        let truth = cloud.truth(at: .seconds(100))
        #expect(truth.doubleReboots == [cloud.fleet.instances[0].id])
    }

    @Test func anUnknownIDFailsTheWholeCallAndNothingIsRebooted() throws {
        var cloud = try make()
        let known = cloud.fleet.instances[0].id
        let answer = cloud.ask("RebootInstances", ["instanceIds": [.string(known), "no-such"]])
        #expect(answer.status == 404)
        #expect(answer.code == "INVALID_INSTANCE_NOT_FOUND")
        #expect(cloud.truth(at: .seconds(100)).boots.isEmpty)
    }

    @Test func anUnknownIDMayBeListedWhileTheOthersReboot() throws {
        var cloud = try make { $0.behaviour.badID = .listed }
        let known = cloud.fleet.instances[0].id
        let answer = cloud.ask("RebootInstances", ["instanceIds": [.string(known), "no-such"]])
        #expect(answer.status == 200)
        #expect(answer.refused == ["no-such"])
        #expect(cloud.truth(at: .seconds(100)).boots(of: known) == 1)
    }

    @Test func theRecycleBinIsRefusedWithACodeOfItsOwn() throws {
        let fleet = try Fleet(parsing: Array(#"[{"instanceId":"i-1","status":"RECYCLE"}]"#.utf8))
        var cloud = try make(fleet: fleet)
        #expect(cloud.reboot(0).code == "OPERATION_DENIED_INSTANCE_RECYCLED")
    }
}

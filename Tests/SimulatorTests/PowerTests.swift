import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct PowerTests {
    @Test func aStopWithoutWordsIsForcedAndQuick() throws {
        var cloud = try make()
        _ = cloud.ask("StopInstances", ["instanceIds": cloud.ids([0])])
        #expect(cloud.status(0, at: 2) == "STOPPING")
        #expect(cloud.status(0, at: 3.1) == "STOPPED")
    }

    @Test func aGracefulStopTakesItsTime() throws {
        var cloud = try make()
        _ = cloud.ask("StopInstances", ["instanceIds": cloud.ids([0]), "forceShutdown": false])
        #expect(cloud.status(0, at: 6.9) == "STOPPING")
        #expect(cloud.status(0, at: 7.1) == "STOPPED")
    }

    @Test(arguments: CloudBehaviour.PowerOnStatus.allCases)
    func aStartShowsTheWordThatTheCloudHasForIt(word: CloudBehaviour.PowerOnStatus) throws {
        var cloud = try make { $0.behaviour.powerOnStatus = word }
        _ = cloud.ask("StopInstances", ["instanceIds": cloud.ids([0])])
        #expect(cloud.ask("StartInstances", ["instanceIds": cloud.ids([0])], at: 10).status == 200)
        #expect(cloud.status(0, at: 10.5) == "STOPPED")
        #expect(cloud.status(0, at: 12) == word.rawValue)
        #expect(cloud.status(0, at: 31.1) == "RUNNING")
        #expect(cloud.truth(at: .seconds(60)).boots(of: cloud.fleet.instances[0].id) == 1)
    }

    @Test func whatIsNotStoppedCannotBeStarted() throws {
        var cloud = try make()
        let answer = cloud.ask("StartInstances", ["instanceIds": cloud.ids([0])])
        #expect(answer.code == "OPERATION_DENIED_INSTANCE_NOT_STOPPED")
    }

    @Test func whatIsStoppedCannotBeStoppedOrRebooted() throws {
        var cloud = try make()
        _ = cloud.ask("StopInstances", ["instanceIds": cloud.ids([0])])
        let answer = cloud.ask("StopInstances", ["instanceIds": cloud.ids([0])], at: 10)
        #expect(answer.code == "OPERATION_DENIED_INSTANCE_NOT_RUNNING")
        #expect(cloud.reboot(0, at: 10).code == "OPERATION_DENIED_INSTANCE_STATUS")
    }
}

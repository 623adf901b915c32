import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

/// What befalls machines and requests by themselves.
@Suite struct FateTests {
    @Test func whoDiesIsStoppedFromThenOn() throws {
        var cloud = try make {
            $0.faults.diesByItself = ["web-0001"]; $0.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.status(0, at: 0) == "RUNNING")
        #expect(cloud.status(0, at: 10) == "STOPPED")
        #expect(cloud.truth(at: .seconds(10)).downNow == 1)
        #expect(cloud.reboot(0, at: 11).code == "OPERATION_DENIED_INSTANCE_STATUS")
    }

    @Test func whoVanishesIsNowhereAnyMore() throws {
        var cloud = try make {
            $0.faults.vanishes = ["web-0001"]; $0.faults.fateWithin = .seconds(10)
        }
        #expect(cloud.ask("DescribeInstances", ["pageSize": 100], at: 0).total == 3)
        #expect(cloud.ask("DescribeInstances", ["pageSize": 100], at: 10).total == 2)
        #expect(cloud.status(0, at: 10) == nil)
        #expect(cloud.reboot(0, at: 10).code == "INVALID_INSTANCE_NOT_FOUND")
        #expect(cloud.health(0, at: 10) == nil)
        #expect(cloud.truth(at: .seconds(10)).downNow == 0)
    }

    @Test func whoIsRecycledIsInTheBinAfterAWhile() throws {
        var cloud = try make {
            $0.faults.movesToRecycle = ["web-0001"]; $0.faults.fateWithin = .milliseconds(1)
        }
        #expect(cloud.status(0, at: 5) == "RECYCLING")
        #expect(cloud.status(0, at: 15) == "RECYCLE")
    }

    @Test func aRebootDoesNotSaveWhoFailsAgainAMinuteLater() throws {
        var cloud = try make { $0.faults.unhealthyAgain = ["web-0001"] }
        _ = cloud.reboot(0)
        #expect(cloud.health(0, at: 26) == 200)
        #expect(cloud.health(0, at: 86) == 503)
        #expect(cloud.truth(at: .seconds(86)).downNow == 1)
    }

    @Test func aFlappingEndpointSaysNoOfOneThatIsWell() throws {
        var cloud = try make { $0.faults.healthFlaps = ["web-0001"] }
        let answers = (0..<100).map { cloud.health(0, at: Double($0) * 5) }
        #expect(answers.contains(200) && answers.contains(503))
        #expect(cloud.truth(at: .seconds(500)).mostDown == 0)
    }

    @Test func aLostRequestDoesNothingAndALostAnswerHidesEverything() throws {
        var lost = try make { $0.faults.requestLost = 1 }
        #expect(lost.answer(reboot(of: lost), at: .start).isLost)
        #expect(lost.status(0, at: 5) == nil, "this request is lost as well")
        var unheard = try make { $0.faults.answerLost = 1 }
        #expect(unheard.answer(reboot(of: unheard), at: .start).isLost)
        #expect(unheard.truth(at: .seconds(5)).boots(of: unheard.fleet.instances[0].id) == 1)
    }

    @Test func anAnswerThatCannotBeReadIsOftenOneToWhatWasDone() throws {
        for name in ["serverError", "htmlAnswer", "truncatedAnswer"] {
            var done = 0
            for seed in 0..<40 as Range<UInt64> {
                var cloud = try make(seed: seed) { try? $0.set(name, to: 1) }
                let answer = cloud.answer(reboot(of: cloud), at: .start)
                #expect((try? JSONValue(parsing: answer.body))?["response"] == nil)
                done += cloud.truth(at: .seconds(5)).reboots.count
            }
            #expect((10...30).contains(done), "\(name): \(done) of 40")
        }
    }

    @Test func aStormPasses() throws {
        var cloud = try make { settings in
            settings.faults.throttleStorm = Spell(every: .seconds(100), length: .seconds(20))
        }
        let refused = (0..<100).filter { cloud.ask("DescribeZones", at: Double($0)).status == 429 }
        #expect((10...20).contains(refused.count))
        #expect((refused.last ?? 0) - (refused.first ?? 0) < 20)
    }

    @Test func aStaleStatusIsThatOfHalfASpellAgo() throws {
        var cloud = try make { settings in
            settings.faults.staleStatus = Spell(every: .seconds(100), length: .seconds(100))
        }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 20) == "RUNNING")
        #expect(cloud.status(0, at: 60) == "REBOOT")
        #expect(cloud.status(0, at: 72) == "RUNNING")
    }

    @Test func onlyTheStrokesThatAreAllowedHappen() throws {
        let dies: (inout CloudSettings) -> Void = { $0.faults.diesByItself.share = 1 }
        var all = try make(dies)
        #expect(all.truth(at: .seconds(1800)).downNow == 3)
        var one = try make { settings in
            dies(&settings)
            settings.faults.only = ["diesByItself@web-0002"]
        }
        #expect(one.truth(at: .seconds(1800)).downNow == 1)
        #expect(one.status(1, at: 1800) == "STOPPED")
    }

    @Test func whoIsKeptOfAFleetKeepsTheLuckThatItHad() throws {
        let whole = try Fleet(count: 50)
        let change: (inout CloudSettings) -> Void = { settings in
            settings.faults.stuckInReboot.share = 0.5
            settings.behaviour.bootTime = Spread(median: .seconds(20), sigma: 0.5)
        }
        let kept = try whole.keeping(Set(whole.instances[40...].map(\.id)))
        var large = try make(fleet: whole, change), small = try make(fleet: kept, change)
        for index in 0..<10 {
            _ = large.reboot(40 + index)
            _ = small.reboot(index)
            for second in stride(from: 0.0, to: 100, by: 7) {
                #expect(large.status(40 + index, at: second) == small.status(index, at: second))
            }
        }
    }

    private func reboot(of cloud: SimulatedCloud) -> SimulatedRequest {
        SimulatedRequest(
            action: "RebootInstances", body: (["instanceIds": cloud.ids([0])] as JSONValue).serialized())
    }
}

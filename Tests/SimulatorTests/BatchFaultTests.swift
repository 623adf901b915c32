import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

/// Batches that are refused and carried out in part, and answers whose list can't be read.
@Suite struct BatchFaultTests {
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

    @Test func aBatchOfGoodIDsIsRefusedAndDoneInPart() throws {
        var counts: Set<Int> = [], codes: Set<String> = []
        for seed in 0..<60 as Range<UInt64> {
            var cloud = try make(count: 4, seed: seed) { $0.faults.refusedInPart = 1 }
            codes.insert(cloud.reboot(0, 1, 2, 3).code ?? "none")
            counts.insert(cloud.truth(at: .seconds(1)).reboots.count)
        }
        #expect(counts == [0, 1, 2, 3])
        #expect(
            codes == [
                "OPERATION_DENIED_INSTANCE_STATUS", "INTERNAL_SERVER_ERROR", "SERVICE_TEMPORARY_UNAVAILABLE",
            ])
    }

    @Test func aRequestForOneInstanceHasNoParts() throws {
        var cloud = try make { $0.faults.refusedInPart = 1 }
        #expect(cloud.reboot(0).status == 200)
    }

    @Test func aListOfFailedIDsThatCanNotBeReadHidesWhatWasDone() throws {
        var done = 0
        for seed in 0..<40 as Range<UInt64> {
            var cloud = try make(seed: seed) { $0.faults.oddFailedList = 1 }
            let answer = cloud.reboot(0, 1)
            #expect(answer.status == 200)
            #expect((answer.failed ?? []).isEmpty)
            #expect(answer.json["response"]?["instanceIds"] != [])
            done += cloud.truth(at: .seconds(1)).reboots.count
        }
        #expect((20...60).contains(done), "\(done) of 80")
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `oddFailedList`: reboots, starts and stops whose list of refused ids can't be read; in half of them every id is refused.
@Suite struct OddFailedListFaultTests {
    @Test func aListOfFailedIDsThatCanNotBeReadHidesWhatWasDone() throws {
        var done = 0
        for seed in 0..<40 as Range<UInt64> {
            var cloud = try make(seed: seed) { $0.faults.oddFailedList = 1 }
            let answer = cloud.reboot(0, 1)
            #expect(answer.status == 200)
            #expect((answer.refused ?? []).isEmpty)
            #expect(answer.json["response"]?["instanceIds"] != [])
            done += cloud.truth(at: .seconds(1)).reboots.count
        }
        #expect((20...60).contains(done), "\(done) of 80")
    }
}

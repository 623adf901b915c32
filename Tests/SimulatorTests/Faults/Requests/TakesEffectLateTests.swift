import Basics
import TestSupport
import Testing

@testable import Simulator

/// `takesEffectLate`: reboots, starts and stops whose connection breaks, and that are carried out up to two minutes later.
@Suite struct TakesEffectLateFaultTests {
    @Test func aLateRebootHappensWithinTwoMinutesThoughNobodyHeardOfIt() throws {
        var cloud = try make { $0.faults.takesEffectLate = 1 }
        let answer = cloud.answer(cloud.rebootRequest(), at: .start)
        #expect(answer.isLost)
        #expect(cloud.truth(at: .start).reboots.isEmpty)
        let late = cloud.truth(at: .seconds(120)).reboots
        #expect(late.count == 1)
        #expect(late.first.map { $0.at > .zero } == true)
    }

    @Test func whatCanNotBeDoneAnyMoreIsNotDoneLate() throws {
        var cloud = try make { settings in
            settings.faults.takesEffectLate = 1
            settings.faults.diesByItself = ["web-0001"]
            settings.faults.fateWithin = .zero
        }
        _ = cloud.answer(cloud.rebootRequest(), at: .start)
        #expect(cloud.truth(at: .seconds(120)).reboots.isEmpty)
    }

    @Test func questionsAreAnsweredAtOnce() throws {
        var cloud = try make { $0.faults.takesEffectLate = 1 }
        #expect(cloud.status(0, at: 1) == "RUNNING")
    }
}

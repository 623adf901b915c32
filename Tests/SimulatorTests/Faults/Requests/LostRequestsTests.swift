import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `requestLost`: requests that never arrive: the connection breaks.
@Suite struct RequestLostFaultTests {
    @Test func aLostRequestDoesNothingAndNeitherDoesTheQuestionAfterIt() throws {
        var cloud = try make { $0.faults.requestLost = 1 }
        #expect(cloud.answer(cloud.rebootRequest(), at: .start).isLost)
        #expect(cloud.status(0, at: 5) == nil, "this request is lost as well")
        #expect(cloud.truth(at: .seconds(5)).reboots.isEmpty)
    }
}

/// `answerLost`: requests that are carried out, but whose connection breaks before the answer.
@Suite struct AnswerLostFaultTests {
    @Test func aLostAnswerHidesARebootThatHappened() throws {
        var cloud = try make { $0.faults.answerLost = 1 }
        #expect(cloud.answer(cloud.rebootRequest(), at: .start).isLost)
        #expect(cloud.truth(at: .seconds(5)).boots(of: cloud.fleet.instances[0].id) == 1)
    }
}

/// `answerLate`: requests that are carried out, but whose answer takes one to two minutes.
@Suite struct AnswerLateFaultTests {
    @Test func theRebootIsLongOverWhenItsAnswerComes() throws {
        var cloud = try make { $0.faults.answerLate = 1 }
        let answer = cloud.reboot(0)
        #expect(answer.delay >= .seconds(60))
        #expect(answer.refused == [])
        #expect(cloud.truth(at: .seconds(30)).boots(of: cloud.fleet.instances[0].id) == 1)
        #expect(cloud.health(0, at: 30) == 200)
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `serverError`: requests answered with a server error; half of them are carried out.
@Suite struct ServerErrorFaultTests {
    @Test func halfOfTheRebootsHappenThoughTheAnswerIsAnError() throws {
        var done = 0
        for seed in 0..<40 as Range<UInt64> {
            var cloud = try make(seed: seed) { $0.faults.serverError = 1 }
            let answer = cloud.answer(cloud.rebootRequest(), at: .start)
            #expect(answer.status == 500)
            #expect((try? JSONValue(parsing: answer.body))?["response"] == nil)
            done += cloud.truth(at: .seconds(5)).reboots.count
        }
        #expect((10...30).contains(done), "\(done) of 40")
    }
}

/// `htmlAnswer`: requests answered with an HTML page; half of them are carried out.
@Suite struct HtmlAnswerFaultTests {
    @Test func halfOfTheRebootsHappenThoughTheAnswerIsAPage() throws {
        var done = 0
        for seed in 0..<40 as Range<UInt64> {
            var cloud = try make(seed: seed) { $0.faults.htmlAnswer = 1 }
            let answer = cloud.answer(cloud.rebootRequest(), at: .start)
            #expect(answer.status == 502)
            #expect((try? JSONValue(parsing: answer.body))?["response"] == nil)
            done += cloud.truth(at: .seconds(5)).reboots.count
        }
        #expect((10...30).contains(done), "\(done) of 40")
    }
}

/// `truncatedAnswer`: requests whose answer breaks off in the middle; half of them are carried out.
@Suite struct TruncatedAnswerFaultTests {
    @Test func halfOfTheRebootsHappenThoughTheAnswerBreaksOff() throws {
        var done = 0
        for seed in 0..<40 as Range<UInt64> {
            var cloud = try make(seed: seed) { $0.faults.truncatedAnswer = 1 }
            let answer = cloud.answer(cloud.rebootRequest(), at: .start)
            #expect(answer.status == 200)
            #expect((try? JSONValue(parsing: answer.body))?["response"] == nil)
            done += cloud.truth(at: .seconds(5)).reboots.count
        }
        #expect((10...30).contains(done), "\(done) of 40")
    }
}

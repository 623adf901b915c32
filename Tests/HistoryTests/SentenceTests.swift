import Basics
import Foundation
import Journal
import Testing

@testable import History

@Suite struct SentenceTests {
    private func text(
        _ kind: String, _ fields: JSONObject = [:], before: JSONValue? = nil
    ) throws -> String {
        var campaign = Campaign(["i-0", "i-1"])
        campaign.add(kind, fields)
        let event = try #require(try campaign.events.last)
        return Sentence(event: event, instance: "i-1", before: Evidence(before)).text
    }

    /// The kinds of events, as the core of `rolling` declares them.
    private func declaredKinds() throws -> [String] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Rolling/core/events.lua")
        let source = try String(contentsOf: file, encoding: .utf8)
        let table = try #require(source.firstMatch(of: /(?s)local kinds = \{\n(.*?)\n\}/)).1
        return table.matches(of: /(?m)^    (\w+) = \{/).map { String($0.1) }
    }

    @Test func everyKindOfEventHasASentence() throws {
        let kinds = try declaredKinds()
        #expect(kinds.count >= 25)
        for kind in kinds { #expect(Sentence.writers[kind] != nil, "no sentence tells of \(kind)") }
    }

    @Test func aKindOfALaterVersionIsNamed() throws {
        #expect(try text("teleported").contains("'teleported', which this version does not know"))
    }

    @Test func aBootIDIsShortAndBothAreTold() throws {
        let said = try text(
            "departed",
            ["id": "i-1", "proof": "boot_id", "after": "9a000000-1111-2222-3333-444444444444"],
            before: "1f000000-1111-2222-3333-444444444444")
        #expect(said == "its boot id differed: 1f000000… → 9a000000…")
    }

    @Test func theTimeOfABootIsATime() throws {
        let said = try text(
            "departed", ["id": "i-1", "proof": "uptime", "after": 1_767_661_560], before: 1_767_000_000)
        #expect(said == "its boot began at another time: 09:20:00 → 01:06:00")
    }

    @Test func anIntentTellsTheEvidenceOfItsOwnInstance() throws {
        let said = try text(
            "intent",
            [
                "ids": ["i-0", "i-1"], "batch": 2, "before": [7, false],
                "problems": [false, "no boot id could be read"], "down": 1,
            ])
        #expect(
            said
                == "its reboot was about to be requested, in batch 2; no evidence before: no boot id could be read; 1 instance was down, this batch included"
        )
    }

    @Test func aDeadlineOnTheClockOfItsProcessIsTheTimeOfDay() throws {
        // The event comes at 01:05:01, which is 501 on the clock of the process.
        let said = try text("returned", ["id": "i-1", "took": 33, "verify_by": 561])
        #expect(said == "it was RUNNING again; to be proven by 01:06:01")
    }

    private static let answers: [(JSONObject, String)] = [
        (["answer": "accepted"], "the cloud accepted the request"),
        (
            ["answer": "refused", "reason": "busy", "retryable": true],
            "the cloud refused the request: busy; it could be requested again"
        ),
        (["answer": "unknown"], "no clear answer came; what became of the request is unknown"),
        (
            ["answer": "unknown", "found": true, "reason": "the process ended before an answer came"],
            "the process ended before an answer came; what became of the request is unknown"
        ),
    ]

    @Test(arguments: answers) func eachAnswerIsTold(fields: JSONObject, expected: String) throws {
        #expect(try text("answered", fields) == expected)
    }

    @Test func aMemberThatIsMissingIsNoError() throws {
        for kind in Sentence.writers.keys.sorted() { #expect(try text(kind).count > 3, "\(kind)") }
    }
}

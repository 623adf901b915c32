import Basics
import Testing

@testable import Journal

@Suite struct IntentLedgerTests {
    /// The ledger after events, each written as JSON; event N comes at N seconds.
    private func ledger(_ events: String...) -> IntentLedger {
        var ledger = IntentLedger()
        for (index, event) in events.enumerated() {
            let timed = event.replacing("{\"kind\"", with: "{\"time\":\(index + 1),\"kind\"")
            ledger.take(JournalEntry(sequence: index + 1, encoded: Array(timed.utf8)))
        }
        return ledger
    }

    private static let intent = #"{"kind":"intent","ids":["i-1","i-2"]}"#

    @Test func anIntentIsOpenUntilItsAnswerIsRecorded() {
        let asked = ledger(Self.intent)
        #expect(asked.intent(for: "i-1", since: 0) == .init(sequence: 1, time: 1))
        #expect(asked.intent(for: "i-3", since: 0) == nil)
        #expect(asked.intent(for: "i-1", since: 2) == nil, "it is older")
        let answered = ledger(Self.intent, #"{"kind":"answered","ids":["i-1"],"answer":"refused"}"#)
        #expect(answered.intent(for: "i-1", since: 0) == nil)
        #expect(answered.intent(for: "i-2", since: 0) != nil, "the answer was about another instance")
    }

    @Test func anUnknownAnswerLeavesItOpen() {
        let ledger = ledger(Self.intent, #"{"kind":"answered","ids":["i-1"],"answer":"unknown"}"#)
        #expect(ledger.intent(for: "i-1", since: 0)?.isUnknown == true)
        #expect(ledger.intent(for: "i-2", since: 0)?.isUnknown == false)
    }

    @Test(arguments: [
        #"{"kind":"departed","id":"i-1"}"#, #"{"kind":"returned","id":"i-1"}"#,
        #"{"kind":"requeued","id":"i-1","retried":true}"#, #"{"kind":"withdrawn","ids":["i-1"]}"#,
        #"{"kind":"ended","id":"i-1","outcome":"failed"}"#,
    ])
    func whatARollSawOfTheInstanceIsStrongerThanAnAnswer(event: String) {
        let unknown = #"{"kind":"answered","ids":["i-1"],"answer":"unknown"}"#
        #expect(ledger(Self.intent, unknown, event).intent(for: "i-1", since: 0) == nil)
    }

    @Test func anUncertainEndLeavesItOpen() {
        let uncertain = #"{"kind":"ended","id":"i-1","outcome":"uncertain"}"#
        #expect(ledger(Self.intent, uncertain).intent(for: "i-1", since: 0) != nil)
    }

    @Test func aRebootByForceIsAnIntentOfItsOwn() {
        let left = #"{"kind":"departed","id":"i-1"}"#, forced = #"{"kind":"forced","id":"i-1"}"#
        #expect(ledger(Self.intent, left, forced).intent(for: "i-1", since: 0)?.sequence == 3)
    }

    @Test func theAnswerToOneOfTwoRequestsOfAScriptSaysNothingOfTheOther() {
        let second = #"{"kind":"intent","ids":["i-1"],"again":true}"#
        let accepted = #"{"kind":"answered","ids":["i-1"],"answer":"accepted","intent":2}"#
        let unknown = #"{"kind":"answered","ids":["i-1"],"answer":"unknown","intent":1}"#
        let found = ledger(Self.intent, second, accepted, unknown).intent(for: "i-1", since: 0)
        #expect(found == .init(sequence: 1, time: 1, isUnknown: true))
    }

    @Test func whatIsNoEventChangesNothing() {
        #expect(ledger("text", "[]", "{}", #"{"kind":"intent"}"#, #"{"kind":"note","id":"i-1"}"#).isEmpty)
    }
}

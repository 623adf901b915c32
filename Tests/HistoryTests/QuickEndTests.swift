import Basics
import Testing

@testable import History

@Suite struct QuickEndTests {
    private func read(_ text: String) -> QuickEnd? { QuickEnd(Array(text.utf8)) }

    @Test func theInstanceAndTheOutcomeAreFoundInAnyOrder() {
        let end = read(#"{"took":4,"outcome":"not_started","id":"i-1","kind":"ended","reason":"id: x"}"#)
        #expect(end?.id == .text("i-1"))
        #expect(end?.outcome == .notStarted)
    }

    @Test(arguments: [
        #"{"kind":"forced","id":"i-1","outcome":"done"}"#,
        #"{"kind":"ended","id":"i-1","outcome":"melted"}"#,
        #"{"kind":"ended","id":"i-1","outcome":"done","reason":"\"id\":\"i-9\""}"#,
        #"{"kind":"ended","outcome":"done"}"#, "", #"{"kind":"ended","id":"#,
    ])
    func allElseIsLeftToTheDecoder(text: String) {
        #expect(read(text) == nil)
    }

    @Test func whatLooksLikeANameInATextIsNotTaken() {
        let end = read(#"{"reason":"id","kind":"ended","outcome":"done","id":"i-1"}"#)
        #expect(end?.id == .text("i-1"))
    }
}

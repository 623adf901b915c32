import Testing

@testable import Journal

@Suite struct EventOutlineTests {
    private func outline(_ text: String) -> EventOutline { EventOutline(Array(text.utf8)) }

    @Test func anEventIsAboutItsIdAndItsIdsEachOnce() {
        let event = outline(#"{"kind":"ended","time":2.5,"id":"b","ids":["a","b","a",1]}"#)
        #expect(event.kind == "ended" && event.time == 2.5)
        #expect(event.subjects == ["b", "a"])
    }

    @Test func theEventThatOpensARollIsAboutNoInstance() {
        #expect(outline(#"{"kind":"opened","ids":["a"]}"#).subjects.isEmpty)
    }

    @Test(arguments: ["", "null", "[1]", "{"]) func whatIsNoEventHasAnEmptyOutline(text: String) {
        let event = outline(text)
        #expect(event.kind == "" && event.time == 0 && event.subjects.isEmpty)
    }
}

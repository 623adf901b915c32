import TestSupport
import Testing

/// The text about instances that earlier processes left under way, failed, uncertain or out of load.
@Suite struct LeftTests {
    private func text(_ story: String) throws -> [String] {
        try core("left", "local night = roll(4)\n\(story)\ntell(tostring(left.text(night.state)))")
    }

    @Test func ofARollThatTouchedNothingNothingIsSaid() throws {
        #expect(try text(#"night:bring("i-1", "done")"#) == ["nil"])
    }

    @Test func whatIsUnderWayAndWhatWentWrongIsNamed() throws {
        let story = #"night:bring("i-1", "accepted"):bring("i-2", "failed"):bring("i-3", "uncertain")"#
        #expect(
            try text(story) == [
                "earlier processes left: under way: i-1 (web-1); failed: i-2 (web-2); uncertain: i-3 (web-3)"
            ])
    }

    @Test func anInstanceThatMayBeOutOfLoadIsNamedAsThat() throws {
        let story = """
            night:append({ kind = "chosen", ids = { "i-1" }, batch = 1 }, { kind = "draining", ids = { "i-1" } })
            """
        #expect(
            try text(story) == [
                "earlier processes left: under way: i-1 (web-1, may be out of load)"
            ])
    }

    @Test func anErrorSaysItAsWell() throws {
        let story = """
            local night = roll(2):bring("i-1", "accepted")
            tell(left.named({ message = "no key" }, night.state).message)
            tell(left.named({ message = "no key" }, nil).message)
            tell(left.named("no table", night.state))
            """
        #expect(
            try core("left", story) == [
                "no key (earlier processes left: under way: i-1 (web-1))", "no key", "no table",
            ])
    }

    @Test func aRequestThatWasRefusedIsNamedAlthoughNothingIsUnderWay() throws {
        let story = """
            local night = roll(2):bring("i-1", "intent"):append {
                kind = "answered", ids = { "i-1" }, answer = "refused", reason = "busy", retryable = true,
            }
            night:append { kind = "requeued", id = "i-1", reason = "busy" }
            print(left.text(night.state))
            """
        #expect(
            try core("left", story) == [
                "earlier processes left: requested and not rebooted: i-1 (web-1)"
            ])
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// What a roll waits for, in words.
@Suite struct WaitsTests {
    private func wait(_ story: String, _ given: String = "{}") throws -> [String] {
        let last = """
            local found = waits.of(night.spec, night.state)
            print(found and found.words) print(found and found.how) print(found and found.wait_until)
            """
        return try core("waits", "local night = roll(4, \(given))\n\(story)\n\(last)")
    }

    @Test func anApprovalNamesTheFileToTouch() throws {
        let story = """
            night:append { kind = "question", subject = "failures", text = "1 failure (limit 0)", wait_until = 60 }
            """
        #expect(
            try wait(story, "{ approve = '/run/go' }") == [
                "waiting for approval to go on after 1 failure (limit 0)", "to approve: touch /run/go", "60",
            ])
    }

    @Test func aWaitForBlockersEndsWhereTheRollGivesUp() throws {
        let story = """
            night:append { kind = "waiting", reason = "blockers", text = "maintenance", wait_until = 30 }
            """
        #expect(
            try wait(story, "{ blocker_deadline = 600 }") == [
                "blocked by maintenance",
                "the blockers are asked again every 30s; the roll stops at that time (blocker_deadline)",
                "600",
            ])
    }

    @Test func aWaitForRoomThatABatchHasEndedEndsByItself() throws {
        let story = """
            night:append { kind = "waiting", reason = "room", text = "2 are down", wait_until = 30, since = 0 }
            night.state.no_room_since = nil -- a batch that begins in the meantime sets it to nil
            """
        #expect(try wait(story).last == "30")
    }

    @Test func aRollThatWaitsForNothingSaysNothing() throws {
        #expect(try wait("") == ["nil", "nil", "nil"])
    }
}

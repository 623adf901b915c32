import Basics
import Rolling
import TestSupport
import Testing

/// Instances that are done and are checked again.
@Suite struct SecondLookTests {
    private func events(_ look: String, _ more: String = "") throws -> [String] {
        let story = """
            local night = roll(4):bring("i-1", "done"):bring("i-2", "failed"):look(\(look))
            \(more)
            for _, event in ipairs(second_look.events(night.state, night.view.look)) do tell(event) end
            """
        return try core("second_look", story)
    }

    @Test func anInstanceThatIsStillWellIsLeftAlone() throws {
        #expect(try events("{}") == [])
    }

    @Test func anInstanceThatIsDownAfterItWasDoneHasFailed() throws {
        #expect(
            try events("{ down = { ['i-1'] = 'is STOPPED', ['i-3'] = 'is STOPPED' } }") == [
                "ended{id=i-1 outcome=failed reason=healthy after its reboot, but not any more: is STOPPED}"
            ])
    }

    @Test func anInstanceThatWasDoneAndLeftTheInventoryHasFailed() throws {
        #expect(
            try events("{ gone = { 'i-1', 'i-4' } }") == [
                "inventory{gone=true id=i-1}",
                "ended{id=i-1 outcome=failed reason=healthy after its reboot, but not any more: is not in the inventory any more}",
                "inventory{gone=true id=i-4}",
            ])
    }

    @Test func anInstanceThatIsGoneAndDownFailsOnce() throws {
        let look = "{ gone = { 'i-1' }, down = { ['i-1'] = 'is RECYCLE' } }"
        #expect(
            try events(look) == [
                "inventory{gone=true id=i-1}",
                "ended{id=i-1 outcome=failed reason=healthy after its reboot, but not any more: is not in the inventory any more}",
            ])
    }

    @Test func aFailedInstanceThatIsWellAgainGivesItsRoomBackAndStaysFailed() throws {
        #expect(try events("{ well = { 'i-1', 'i-2' } }") == ["inventory{id=i-2 well=true}"])
    }

    @Test func severalInstancesFailInTheOrderOfTheirIds() throws {
        let look = "{ down = { ['i-4'] = 'is STOPPED', ['i-3'] = 'is STOPPED', ['i-1'] = 'is STOPPED' } }"
        let more = "for _, id in ipairs { 'i-4', 'i-3' } do night:bring(id, 'done') end"
        #expect(
            try events(look, more).map { $0.prefix(12) } == ["ended{id=i-1", "ended{id=i-3", "ended{id=i-4"])
    }

    @Test func withoutALastLookNothingThatWasDoneIsCertain() throws {
        let story = """
            local night = roll(3):bring("i-1", "done"):bring("i-2", "failed")
            for _, event in ipairs(second_look.give_up(night.state, "HTTP 500")) do tell(event) end
            """
        #expect(
            try core("second_look", story) == [
                "ended{id=i-1 outcome=uncertain reason=was done, but could not be looked at again: HTTP 500}"
            ])
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// The number of instances that may still go down.
@Suite struct RoomTests {
    @Test func anInstanceThatIsDownAlreadyNeedsNoRoomOfItsOwn() throws {
        let story = """
            local night = roll(4, { max_unavailable = 1 }):look { down = { ["i-2"] = "is STOPPED" } }
            local left = room.new(night.spec, night.state, night.view.look)
            print(left:is_full(), left:fits(night:row "i-1", false), left:fits(night:row "i-2", true))
            """
        #expect(try core("room", story) == ["false\tfalse\ttrue"])
    }

    @Test func roomIsFullOnlyWhenMoreAreDownThanMayBe() throws {
        let story = """
            local night = roll(4):look { down = { ["i-2"] = "is STOPPED", ["i-3"] = "is STOPPED" } }
            print(room.new(night.spec, night.state, night.view.look):is_full())
            """
        #expect(try core("room", story) == ["true"])
    }

    @Test func aGroupIsFullThoughThereIsRoomInAll() throws {
        let story = """
            local night = roll({ "a", "a", "b" }, { max_unavailable = 3, group_by = "zoneId", max_unavailable_per_group = 1 }):look()
            local left = room.new(night.spec, night.state, night.view.look)
            left:take(night:row "i-1", false)
            print(left:fits(night:row "i-2", false), left:fits(night:row "i-3", false))
            """
        #expect(try core("room", story) == ["false\ttrue"])
    }

    @Test func whatIsLackingNamesTheLimitAndWhichInstancesAreDown() throws {
        let story = """
            local night = roll(4):bring("i-1", "uncertain", { reason = "no reboot was seen" })
            night:look { down = { ["i-2"] = "is STOPPED" } }
            local left = room.new(night.spec, night.state, night.view.look)
            print(left:lack(night.spec, night.state, night.view.look, night:row "i-3"))
            """
        #expect(
            try core("room", story) == [
                "2 instances are down or uncertain (web-1 (no reboot was seen), web-2 (is STOPPED)) and max_unavailable is 1"
            ])
    }

    @Test func ofManyInstancesThatAreDownFiveAreNamed() throws {
        let story = """
            local down = {}
            for i = 1, 8 do down["i-" .. i] = "is STOPPED" end
            local night = roll(9):look { down = down }
            local left = room.new(night.spec, night.state, night.view.look)
            print((left:lack(night.spec, night.state, night.view.look):match "web%-5.*"))
            """
        #expect(try core("room", story) == ["web-5 (is STOPPED) and 3 more) and max_unavailable is 1"])
    }

    @Test func aFullGroupIsNamedAlone() throws {
        let story = """
            local night = roll({ "a", "a", "b" }, { max_unavailable = 3, group_by = "zoneId", max_unavailable_per_group = 1 })
            night:look { down = { ["i-1"] = "is STOPPED", ["i-3"] = "is STOPPED" } }
            local left = room.new(night.spec, night.state, night.view.look)
            print(left:lack(night.spec, night.state, night.view.look, night:row "i-2"))
            """
        #expect(
            try core("room", story) == [
                "1 instance is down or uncertain in group 'a' (web-1 (is STOPPED)) and max_unavailable_per_group is 1"
            ])
    }
}

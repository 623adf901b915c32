import Basics
import Rolling
import TestSupport
import Testing

/// The events of earlier processes, with their times on the clock of the present process.
@Suite struct LivesTests {
    /// The times of every event after a shift; `events` are lists of { kind, at, time, wait_until }.
    private func shifted(_ events: String, at: Double, time: Double) throws -> [String] {
        let story = """
            local list = {}
            for i, fields in ipairs { \(events) } do
                list[i] = { kind = fields[1], at = fields[2], time = fields[3], wait_until = fields[4] }
            end
            lives.shift(list, \(at), \(time))
            for _, event in ipairs(list) do
                tell(event.kind .. " " .. text_of(event.at) .. " " .. text_of(event.wait_until))
            end
            """
        return try core("lives", story)
    }

    struct Gap: CustomTestStringConvertible {
        var testDescription: String
        var now: Double
        var time: Double
        var last: String
    }

    /// The last event has the time 130 on the clock of its process, and 1030 in calendar time.
    @Test(arguments: [
        Gap(testDescription: "a minute", now: 5, time: 1090, last: "-55"),
        Gap(testDescription: "no time", now: 5, time: 1030, last: "5"),
        Gap(testDescription: "a calendar that was set back", now: 5, time: 430, last: "5"),
        Gap(
            testDescription: "a clock that went on in the same boot of the host", now: 190, time: 1090,
            last: "130"),
        Gap(testDescription: "20 hours", now: 0, time: 73030, last: "-72000"),
    ])
    func theTimeBetweenTwoLivesIsTheCalendars(gap: Gap) throws {
        let events = #"{ "opened", 100, 1000 }, { "begun", 100, 1000 }, { "note", 130, 1030 }"#
        let shifted = try shifted(events, at: gap.now, time: gap.time)
        #expect(shifted.last == "note \(gap.last) nil")
    }

    @Test func everyLifeIsShiftedByItsOwnTime() throws {
        // The second process begins 100 seconds after the last event of the first process, on a clock that
        // begins at 0.
        let events = """
            { "opened", 500, 1000 }, { "begun", 500, 1000 }, { "waiting", 510, 1010, 560 },
            { "begun", 0, 1110 }, { "waiting", 20, 1130, 80 }
            """
        #expect(
            try shifted(events, at: 7, time: 1140) == [
                "opened -133 nil", "begun -133 nil", "waiting -123 -73", "begun -23 nil", "waiting -3 57",
            ])
    }

    @Test func lengthsOfTimeAreNotShifted() throws {
        let story = """
            local list = { { kind = "returned", at = 3, time = 4, took = 30, verify_by = 50 } }
            lives.shift(list, 103, 4)
            tell(list[1])
            """
        #expect(try core("lives", story) == ["returned{at=103 time=4 took=30 verify_by=150}"])
    }
}

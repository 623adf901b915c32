import Testing

@testable import Basics

@Suite struct MaintenanceWindowTests {
    private let paris = TimeZoneRules(
        name: "Paris", transitions: [], kinds: [.init(offset: 3600, isDaylight: false)], firstKind: 0,
        later: RecurringRule("CET-1CEST,M3.5.0,M10.5.0/3"))

    private func window(_ days: [Int], _ start: String, hours: Double) throws -> MaintenanceWindow {
        MaintenanceWindow(
            weekdays: Set(days), startMinute: try #require(MaintenanceWindow.minute(start)),
            seconds: Int64(hours * 3600), zone: paris)
    }

    private func isOpen(_ window: MaintenanceWindow, _ text: String) throws -> Bool {
        window.opening(at: try #require(CalendarTime.unixSeconds(text))) != nil
    }

    @Test func fridayNightIsStillOpenOnSaturdayMorning() throws {
        let friday = try window([5], "22:00", hours: 4)
        // 23 January 2026 is a Friday; Paris is an hour ahead.
        #expect(try isOpen(friday, "2026-01-23T22:00:00Z"))
        #expect(try isOpen(friday, "2026-01-24T00:59:59Z"))
        #expect(try !isOpen(friday, "2026-01-24T01:00:00Z"))
        #expect(
            try !isOpen(friday, "2026-01-23T00:30:00Z"), "Friday at half past one belongs to no Friday night")
    }

    @Test func aWindowKeepsItsLengthWhenTheClocksArePutForward() throws {
        let sunday = try window([0], "01:00", hours: 3)
        let moment = try #require(CalendarTime.unixSeconds("2026-03-29T00:30:00Z"))
        let opening = try #require(sunday.opening(at: moment))
        #expect(opening.upperBound - opening.lowerBound == 3 * 3600)
        // By the clock, 01:00 to 04:00 would be only two hours: the window closes at 05:00.
        #expect(try isOpen(sunday, "2026-03-29T02:59:00Z"))
        #expect(try !isOpen(sunday, "2026-03-29T03:00:00Z"))
    }

    @Test func aWindowThatWouldOpenInTheGapOpensWhenTheClocksArePutForward() throws {
        let sunday = try window([0], "02:30", hours: 1)
        #expect(try isOpen(sunday, "2026-03-29T01:00:00Z"))
        #expect(try !isOpen(sunday, "2026-03-29T00:59:59Z"))
    }

    @Test func whenTheClocksArePutBackItOpensOnce() throws {
        let sunday = try window([0], "02:30", hours: 0.5)
        #expect(try isOpen(sunday, "2026-10-25T00:30:00Z"))
        #expect(try !isOpen(sunday, "2026-10-25T01:30:00Z"))
    }

    @Test func theNextOpeningIsFound() throws {
        let tuesday = try window([2, 4], "02:00", hours: 3)
        let monday = try #require(CalendarTime.unixSeconds("2026-01-05T09:00:00Z"))
        let next = try #require(tuesday.nextOpening(after: monday))
        #expect(CalendarTime.text(unixSeconds: next.lowerBound) == "2026-01-06T01:00:00Z")
    }

    @Test func aWindowOfAWholeWeekIsAlwaysOpen() throws {
        let always = try window([1], "00:00", hours: 168)
        for day in 1...28 { #expect(try isOpen(always, "2026-02-\(day < 10 ? "0" : "")\(day)T11:00:00Z")) }
    }

    private func seconds(_ text: String) throws -> Int64 { try #require(CalendarTime.unixSeconds(text)) }

    @Test func openingsThatAdjoinAreOne() throws {
        let weekend = try window([6, 0], "00:00", hours: 24)
        // Ten minutes before Sunday, 25 January 2026, in Paris.
        let opening = try #require(weekend.opening(at: try seconds("2026-01-24T22:50:00Z")))
        #expect(CalendarTime.text(unixSeconds: opening.upperBound) == "2026-01-25T23:00:00Z")
        let next = try #require(weekend.nextOpening(after: try seconds("2026-01-24T22:50:00Z")))
        #expect(CalendarTime.text(unixSeconds: next.lowerBound) == "2026-01-30T23:00:00Z")
        #expect(next.count == 2 * 86_400)
    }

    @Test func openingsThatOverlapAreOne() throws {
        let nights = try window([2, 3], "20:00", hours: 30)
        let opening = try #require(nights.opening(at: try seconds("2026-01-06T20:00:00Z")))
        #expect(CalendarTime.text(unixSeconds: opening.upperBound) == "2026-01-09T01:00:00Z")
    }

    @Test func aLongOpeningReachesADayThatIsNotTheNext() throws {
        let days = try window([6, 1], "00:00", hours: 48)  // Saturday and Sunday, then Monday and Tuesday
        let opening = try #require(days.opening(at: try seconds("2026-01-24T12:00:00Z")))
        #expect(CalendarTime.text(unixSeconds: opening.upperBound) == "2026-01-27T23:00:00Z")
    }

    @Test(arguments: ["2026-03-29T", "2026-10-25T"]) func wholeDaysLeaveNoGapWhereADayHas23Or25Hours(
        date: String
    )
        throws
    {
        let weekend = try window([6, 0, 1], "00:00", hours: 24)
        let opening = try #require(weekend.opening(at: try seconds(date + "10:00:00Z")))
        #expect(opening.upperBound > (try seconds(date + "23:30:00Z")))
    }

    @Test func anEndlessWindowIsOpenForTwoWeeksAtLeast() throws {
        let always = try window([], "00:00", hours: 24)
        let now = try seconds("2026-01-24T12:00:00Z")
        let opening = try #require(always.opening(at: now))
        #expect(opening.upperBound - now >= 13 * 86_400)
    }
}

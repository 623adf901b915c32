import Basics

// When a run begins, and within which time the faults strike that strike once.
extension FaultCatalog {
    package var fateWithin: Fault<Duration> {
        Fault(
            "fateWithin", .seconds, usual: .seconds(1800),
            "How long after the start a fault may strike that strikes once: an instance dies, the clock jumps.",
            draws: WeatherDraws(normal: ["between": [120, 3600]], hostile: ["between": [60, 3600]]))
    }

    package var startsAt: Fault<CalendarStart?> {
        Fault(
            "startsAt", .calendar, usual: nil, "Calendar time at the start.",
            draws: WeatherDraws(
                normal: ["chance": 0.3, "oneOf": edges], hostile: ["chance": 0.6, "oneOf": edges]))
    }
}

/// Shortly before clocks are put forward or back, before a leap day, a year's end, and the 19th of January 2038.
private let edges: JSONValue = [
    "2026-03-29T00:30:00Z", "2026-10-25T00:30:00Z", "2026-03-08T06:30:00Z", "2026-11-01T05:30:00Z",
    "2028-02-28T23:30:00Z", "2026-12-31T23:30:00Z", "2038-01-19T03:00:00Z",
]

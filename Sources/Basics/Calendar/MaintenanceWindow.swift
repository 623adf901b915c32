/// A time that recurs every week: certain days, a time of day and a length.
///
/// It belongs to the day on which it opens: a window that opens on Friday at 22:00 for four hours is open on Saturday at
/// 01:00.
package struct MaintenanceWindow: Sendable, Equatable {
    /// The days on which it opens, 0 for Sunday; empty: all days.
    package var weekdays: Set<Int>
    /// When it opens, in minutes after midnight.
    package var startMinute: Int64
    /// How long it stays open, in elapsed seconds; whole days end at the time of day at which they began.
    package var seconds: Int64
    package var zone: TimeZoneRules
    /// The only dates on which it opens, in days since 1970; empty: all dates.
    package var dates: Set<Int64> = []
    /// Dates on which it does not open.
    package var excludedDates: Set<Int64> = []

    package init(weekdays: Set<Int>, startMinute: Int64, seconds: Int64, zone: TimeZoneRules) {
        self.weekdays = weekdays
        self.startMinute = startMinute
        self.seconds = seconds
        self.zone = zone
    }

    /// The opening that contains a moment; nil if the window is closed then.
    ///
    /// Openings that overlap or adjoin are one opening, from the start of the opening that contains the moment to the end of
    /// the last. An opening that lasts longer than ``horizonDays`` after the moment is cut off there: callers ask again
    /// before that.
    package func opening(at unixSeconds: Int64) -> Range<Int64>? {
        let today = zone.civilTime(at: unixSeconds).days
        for back in 0...Self.longestDays {
            guard let opening = opening(onDay: today - back), opening.contains(unixSeconds) else { continue }
            return joined(opening, fromDay: today - back, toDay: today + Self.horizonDays)
        }
        return nil
    }

    /// The next opening that begins after a moment and after the opening that contains the moment; nil if none begins within
    /// a year.
    package func nextOpening(after unixSeconds: Int64) -> Range<Int64>? {
        let today = zone.civilTime(at: unixSeconds).days
        let closes = opening(at: unixSeconds)?.upperBound ?? unixSeconds
        for day in today...(today + 366) {
            guard let opening = opening(onDay: day), opening.lowerBound > closes else { continue }
            return joined(opening, fromDay: day, toDay: day + Self.horizonDays)
        }
        return nil
    }

    /// The length of the longest opening, in seconds, among the opening at a moment and those that begin within a year after
    /// it.
    package func longestOpening(from unixSeconds: Int64) -> Int64 {
        var longest = opening(at: unixSeconds).map { $0.upperBound - $0.lowerBound } ?? 0
        var now = unixSeconds
        while let next = nextOpening(after: now), next.lowerBound < unixSeconds + 366 * 86_400 {
            longest = max(longest, next.upperBound - next.lowerBound)
            now = next.lowerBound
        }
        return longest
    }

    /// The longest opening of one day, in days.
    private static let longestDays: Int64 = 8
    /// How far openings are joined, in days.
    private static let horizonDays: Int64 = 14

    /// An opening that began on a day, joined with the later openings that begin before or when it ends.
    private func joined(_ first: Range<Int64>, fromDay: Int64, toDay: Int64) -> Range<Int64> {
        var end = first.upperBound
        for day in (fromDay + 1)...toDay {
            guard let next = opening(onDay: day) else { continue }
            if next.lowerBound > end { break }
            end = max(end, next.upperBound)
        }
        return first.lowerBound..<end
    }

    private func opening(onDay days: Int64) -> Range<Int64>? {
        let date = CivilTime(seconds: days * 86_400)
        guard weekdays.isEmpty || weekdays.contains(date.weekday), dates.isEmpty || dates.contains(days),
            !excludedDates.contains(days)
        else { return nil }
        let start = opens(onDay: days)
        // Whole days end at the same time of day, so that a day of 23 or 25 hours is one day.
        let end = seconds % 86_400 == 0 ? opens(onDay: days + seconds / 86_400) : start + seconds
        return start..<end
    }

    private func opens(onDay days: Int64) -> Int64 {
        var time = CivilTime(seconds: days * 86_400)
        time.hour = startMinute / 60
        time.minute = startMinute % 60
        return zone.unixSeconds(of: time)
    }

    /// The short names of the days, 0 for Sunday.
    package static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// Reads `Tue` or `tuesday`; nil for any other text.
    package static func weekday(_ text: String) -> Int? {
        let text = text.lowercased()
        let full = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        return dayNames.firstIndex(of: text) ?? full.firstIndex(of: text)
    }

    /// Reads `2026-12-01`, in days since 1970; nil if it is not a date.
    package static func date(_ text: String) -> Int64? {
        CalendarTime.unixSeconds(text + "T00:00:00Z").map { $0 / 86_400 }
    }

    /// Reads `02:30`, in minutes after midnight.
    package static func minute(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCIIDigit) }),
            let hour = Int64(parts[0]), let minute = Int64(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

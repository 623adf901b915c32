/// A stretch of time that comes again every week: from a time of day on certain days, for so long.
///
/// It belongs to the day on which it opens: one that opens on Friday at 22:00 for four hours is open on Saturday at 01:00.
package struct MaintenanceWindow: Sendable, Equatable {
    /// The days on which it opens, 0 for Sunday; all of them where the set is empty.
    package var weekdays: Set<Int>
    /// When it opens, in minutes after midnight.
    package var startMinute: Int64
    /// How long it stays open, in seconds that really pass; whole days end at the time of day at which they began.
    package var seconds: Int64
    package var zone: TimeZoneRules
    /// The only dates on which it opens, in days since 1970; all where the set is empty.
    package var dates: Set<Int64> = []
    /// Dates on which it does not open.
    package var excludedDates: Set<Int64> = []

    package init(weekdays: Set<Int>, startMinute: Int64, seconds: Int64, zone: TimeZoneRules) {
        self.weekdays = weekdays
        self.startMinute = startMinute
        self.seconds = seconds
        self.zone = zone
    }

    /// The opening that a moment is in; nil where the window is closed then.
    ///
    /// Openings that overlap or adjoin are one opening, from the start of the one that the moment is in to the end of the last. An
    /// opening that goes on for longer than ``horizonDays`` after the moment ends there: it is asked for again before that.
    package func opening(at unixSeconds: Int64) -> Range<Int64>? {
        let today = zone.civilTime(at: unixSeconds).days
        for back in 0...Self.longestDays {
            guard let opening = opening(onDay: today - back), opening.contains(unixSeconds) else { continue }
            return joined(opening, fromDay: today - back, toDay: today + Self.horizonDays)
        }
        return nil
    }

    /// The next opening that begins after a moment and after the opening that the moment is in; nil where none does within a year.
    package func nextOpening(after unixSeconds: Int64) -> Range<Int64>? {
        let today = zone.civilTime(at: unixSeconds).days
        let closes = opening(at: unixSeconds)?.upperBound ?? unixSeconds
        for day in today...(today + 366) {
            guard let opening = opening(onDay: day), opening.lowerBound > closes else { continue }
            return joined(opening, fromDay: day, toDay: day + Self.horizonDays)
        }
        return nil
    }

    /// How long the longest opening is, in seconds, of the one at a moment and those that begin within a year after it.
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

    /// An opening that began on a day, and the later ones that begin before it ends or as it ends.
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

    /// The names of the days, 0 for Sunday; three letters are enough, in any case.
    package static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// `Tue`, `tuesday`; nil for what is no day.
    package static func weekday(_ text: String) -> Int? {
        let text = text.lowercased()
        let full = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        return dayNames.firstIndex(of: text) ?? full.firstIndex(of: text)
    }

    /// `2026-12-01` in days since 1970; nil for what is no date.
    package static func date(_ text: String) -> Int64? {
        CalendarTime.unixSeconds(text + "T00:00:00Z").map { $0 / 86_400 }
    }

    /// `02:30` in minutes after midnight.
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

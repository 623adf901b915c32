import ZenlayerCloud

/// A stretch of time that comes again every week: from a time of day on certain days, for so long.
///
/// It belongs to the day on which it opens: one that opens on Friday at 22:00 for four hours is open on Saturday at 01:00.
package struct MaintenanceWindow: Sendable, Equatable {
    /// The days on which it opens, 0 for Sunday; all of them where the set is empty.
    package var weekdays: Set<Int>
    /// When it opens, in minutes after midnight.
    package var startMinute: Int64
    /// How long it stays open, in seconds that really pass.
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

    /// The opening that a moment is in; nil where it is closed then.
    package func opening(at unixSeconds: Int64) -> Range<Int64>? {
        let today = zone.civilTime(at: unixSeconds)
        let daysBack = seconds / 86_400 + 1
        for back in 0...daysBack {
            guard let opening = opening(onDay: today.days - back), opening.contains(unixSeconds) else {
                continue
            }
            return opening
        }
        return nil
    }

    /// The next opening that begins after a moment; nil where none does within a year.
    package func nextOpening(after unixSeconds: Int64) -> Range<Int64>? {
        let today = zone.civilTime(at: unixSeconds)
        for ahead in 0...366 as ClosedRange<Int64> {
            guard let opening = opening(onDay: today.days + ahead), opening.lowerBound > unixSeconds else {
                continue
            }
            return opening
        }
        return nil
    }

    private func opening(onDay days: Int64) -> Range<Int64>? {
        let date = CivilTime(seconds: days * 86_400)
        guard weekdays.isEmpty || weekdays.contains(date.weekday), dates.isEmpty || dates.contains(days),
            !excludedDates.contains(days)
        else { return nil }
        var time = date
        time.hour = startMinute / 60
        time.minute = startMinute % 60
        let start = zone.unixSeconds(of: time)
        return start..<(start + seconds)
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

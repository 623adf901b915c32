internal import Basics

/// Times and lengths of time in stories and tables; every time is UTC.
package enum CalendarWords {
    /// `2026-01-06`.
    package static func date(_ seconds: Double) -> String { String(text(seconds).prefix(10)) }

    /// `03:12:07`.
    package static func time(_ seconds: Double) -> String { String(text(seconds).dropFirst(11).prefix(8)) }

    /// `2026-01-06 03:12`, for tables.
    package static func minute(_ seconds: Double) -> String {
        "\(date(seconds)) \(time(seconds).prefix(5))"
    }

    /// `2026-01-06T03:12:07Z`, for JSON.
    package static func stamp(_ seconds: Double) -> String { text(seconds) }

    /// `4.2s`, `1m 30s`, `2h 5m`.
    package static func length(_ seconds: Double) -> String {
        DurationText.describe(DurationText.duration(seconds: max(0, seconds)) ?? .zero)
    }

    /// Returns the calendar time; a time outside of the calendar's years, as in a damaged journal, becomes
    /// the nearest year.
    private static func text(_ seconds: Double) -> String {
        CalendarTime.text(unixSeconds: Int64(seconds.rounded(.down).clamped(to: -1e12...1e12)))
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? 0 : min(max(self, range.lowerBound), range.upperBound)
    }
}

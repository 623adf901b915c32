/// When clocks go forward and back in all later years: the last line of a time zone file, `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// The form is that of POSIX's TZ variable with the extensions of RFC 8536: hours from -167 to 167.
struct RecurringRule: Sendable, Equatable {
    /// A day and time of every year.
    struct Day: Sendable, Equatable {
        enum Form: Sendable, Equatable {
            /// Month 1 to 12, week 1 to 5 (5: the last), weekday 0 to 6 (0: Sunday).
            case weekday(month: Int64, week: Int64, weekday: Int64)
            /// 1 to 365; a leap day is never counted.
            case julian(Int64)
            /// 0 to 365; a leap day is counted.
            case ordinal(Int64)
        }

        var form: Form
        /// Seconds after the day begins.
        var time: Int64

        /// Seconds from the start of 1970 to this day and time, on the clock that is valid before it.
        func wallSeconds(in year: Int64) -> Int64 {
            let newYear = CivilTime(year: year, month: 1, day: 1).days
            return switch form {
            case .ordinal(let day): (newYear + day) * 86_400 + time
            case .julian(let day):
                (newYear + day - 1 + (day >= 60 && Self.isLeap(year) ? 1 : 0)) * 86_400 + time
            case .weekday(let month, let week, let weekday):
                Self.day(year, month, week, weekday) * 86_400 + time
            }
        }

        private static func day(_ year: Int64, _ month: Int64, _ week: Int64, _ weekday: Int64) -> Int64 {
            let first = CivilTime(year: year, month: month, day: 1)
            var day = first.days + (weekday - Int64(first.weekday) + 7) % 7 + (week - 1) * 7
            let next = CivilTime(
                year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
            while day >= next.days { day -= 7 }
            return day
        }

        private static func isLeap(_ year: Int64) -> Bool {
            year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        }
    }

    /// The offset outside daylight saving time, in seconds to be added to UTC.
    var standard: Int64
    var daylight: (offset: Int64, start: Day, end: Day)?

    static func == (left: Self, right: Self) -> Bool {
        left.standard == right.standard && left.daylight?.offset == right.daylight?.offset
            && left.daylight?.start == right.daylight?.start && left.daylight?.end == right.daylight?.end
    }

    func offset(at unixSeconds: Int64) -> Int64 {
        guard let daylight else { return standard }
        let year = CivilTime(seconds: unixSeconds + standard).year
        let start = daylight.start.wallSeconds(in: year) - standard
        let end = daylight.end.wallSeconds(in: year) - daylight.offset
        let isDaylight =
            start < end
            ? unixSeconds >= start && unixSeconds < end : !(unixSeconds >= end && unixSeconds < start)
        return isDaylight ? daylight.offset : standard
    }
}

// MARK: - Reading it

extension RecurringRule {
    /// Reads a rule; nil if the text is not a rule.
    init?(_ text: String) {
        var reader = RuleReader(text)
        guard reader.name(), let west = reader.time(hoursMax: 24) else { return nil }
        standard = -west
        guard !reader.isAtEnd else { return }
        guard reader.name() else { return nil }
        var offset = standard + 3600
        if !reader.isAtEnd, reader.next != UInt8(ascii: ",") {
            guard let west = reader.time(hoursMax: 24) else { return nil }
            offset = -west
        }
        guard let start = reader.day(), let end = reader.day(), reader.isAtEnd else { return nil }
        daylight = (offset, start, end)
    }
}

private struct RuleReader {
    private var bytes: ArraySlice<UInt8>

    init(_ text: String) { bytes = Array(text.utf8)[...] }

    var isAtEnd: Bool { bytes.isEmpty }
    var next: UInt8? { bytes.first }

    /// Skips a zone's abbreviation: letters, or anything in angle brackets.
    mutating func name() -> Bool {
        if take("<") {
            while let byte = bytes.popFirst() {
                if byte == UInt8(ascii: ">") { return true }
            }
            return false
        }
        let letters = bytes.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
        bytes = bytes.dropFirst(letters.count)
        return letters.count >= 3
    }

    /// Reads `[+-]hh[:mm[:ss]]`, in seconds.
    mutating func time(hoursMax: Int64) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var seconds = number(max: hoursMax).map({ $0 * 3600 }) else { return nil }
        for scale in [60, 1] as [Int64] where take(":") {
            guard let part = number(max: 59) else { return nil }
            seconds += part * scale
        }
        return isNegative ? -seconds : seconds
    }

    /// Reads a day: `,M3.5.0/2`, `,J60`, `,59`.
    mutating func day() -> RecurringRule.Day? {
        guard take(","), let form = form() else { return nil }
        guard take("/") else { return RecurringRule.Day(form: form, time: 7200) }
        return time(hoursMax: 167).map { RecurringRule.Day(form: form, time: $0) }
    }

    private mutating func form() -> RecurringRule.Day.Form? {
        if take("M") {
            guard let month = number(max: 12), month > 0, take("."), let week = number(max: 5), week > 0,
                take("."), let weekday = number(max: 6)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
        if take("J") { return number(max: 365).flatMap { $0 > 0 ? .julian($0) : nil } }
        return number(max: 365).map { .ordinal($0) }
    }

    private mutating func number(max: Int64) -> Int64? {
        var value: Int64?
        while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            value = (value ?? 0) * 10 + Int64(byte - UInt8(ascii: "0"))
            bytes.removeFirst()
            guard value ?? 0 <= max else { return nil }
        }
        return value
    }

    private mutating func take(_ character: Character) -> Bool {
        guard let byte = bytes.first, byte == character.asciiValue else { return false }
        bytes.removeFirst()
        return true
    }
}

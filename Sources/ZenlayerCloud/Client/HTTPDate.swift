import Basics

/// The times of HTTP headers (`Date`, `Retry-After`), in the three forms of RFC 9110, section 5.6.7.
package enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Reads a time, in seconds since 1970 UTC; nil for anything but the three forms.
    ///
    ///     Sun, 06 Nov 1994 08:49:37 GMT     the form in use
    ///     Sunday, 06-Nov-94 08:49:37 GMT    RFC 850: two digits of the year, taken as the nearest past or next 50 years
    ///     Sun Nov  6 08:49:37 1994          asctime
    package static func unixSeconds(_ text: String, now: Int64) -> Int64? {
        let words = text.split(separator: " ").map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT":
            return seconds(day: words[1], month: words[2], year: number(words[3], digits: 4), time: words[4])
        case 4 where words[3] == "GMT":
            let date = words[1].split(separator: "-").map(String.init)
            guard date.count == 3 else { return nil }
            let year = number(date[2], digits: 2).map { fullYear($0, now: now) }
            return seconds(day: date[0], month: date[1], year: year, time: words[2])
        case 5:
            return seconds(day: words[2], month: words[1], year: number(words[4], digits: 4), time: words[3])
        default: return nil
        }
    }

    private static func seconds(day: String, month: String, year: Int64?, time: String) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map {
            number(String($0), digits: 2)
        }
        guard let month = months.firstIndex(of: month.lowercased()), let year, clock.count == 3,
            let day = number(day, digits: 1...2), let hour = clock[0], let minute = clock[1],
            let second = clock[2], hour < 24, minute < 60, second <= 60
        else { return nil }
        let date = CivilTime(year: year, month: Int64(month) + 1, day: day)
        guard CivilTime(seconds: date.seconds) == date else { return nil }
        return date.seconds + hour * 3600 + minute * 60 + min(second, 59)
    }

    /// The full year: two digits that would be more than 50 years ahead mean the century before.
    private static func fullYear(_ digits: Int64, now: Int64) -> Int64 {
        let thisYear = CivilTime(seconds: now).year
        let year = thisYear / 100 * 100 + digits
        return year > thisYear + 50 ? year - 100 : year
    }

    private static func number(_ text: String, digits: Int) -> Int64? {
        number(text, digits: digits...digits)
    }

    private static func number(_ text: String, digits: ClosedRange<Int>) -> Int64? {
        guard digits.contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int64(text)
    }
}

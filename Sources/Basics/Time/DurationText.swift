/// Durations as scripts write them: seconds as a number, or text such as `"30s"`, `"1h30m"`, `"250ms"`.
package enum DurationText {
    /// The limit of durations, about 31 years; a longer duration is a mistake.
    private static let secondsMax = 1e9

    /// Reads `1h30m`, `250ms`, `1.5s`, or seconds as a plain number.
    package static func parse(_ text: String) -> Duration? {
        if let seconds = Double(text) { return duration(seconds: seconds) }
        var rest = text[...]
        var seconds = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let amount = Double(number), let scale = scale(of: unit) else { return nil }
            seconds += amount * scale
        }
        return text.isEmpty ? nil : duration(seconds: seconds)
    }

    private static func scale(of unit: Substring) -> Double? {
        switch unit {
        case "ms": 0.001
        case "s": 1
        case "m": 60
        case "h": 3600
        case "d": 86400
        default: nil
        }
    }

    /// A number of seconds as a duration; nil if it is negative or too long.
    package static func duration(seconds: Double) -> Duration? {
        guard seconds >= 0, seconds <= secondsMax else { return nil }
        // A positive duration is never zero: a loop that waits for the rest of a time would spin.
        return .nanoseconds(seconds > 0 ? max(1, Int64((seconds * 1e9).rounded())) : 0)
    }

    /// Writes a duration for people: `250ms`, `4.2s`, `1m 30s`, `2h 5m`.
    package static func describe(_ duration: Duration) -> String {
        let seconds = duration.inSeconds
        if seconds < 0.9995 { return "\(Int(seconds * 1000 + 0.5))ms" }
        if seconds < 59.95 {
            let tenths = Int(seconds * 10 + 0.5)
            return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
        }
        let whole = Int(seconds + 0.5)
        if whole < 3600 { return whole % 60 == 0 ? "\(whole / 60)m" : "\(whole / 60)m \(whole % 60)s" }
        let minutes = whole / 60, hours = minutes / 60
        if hours < 48 { return minutes % 60 == 0 ? "\(hours)h" : "\(hours)h \(minutes % 60)m" }
        return hours % 24 == 0 ? "\(hours / 24)d" : "\(hours / 24)d \(hours % 24)h"
    }
}

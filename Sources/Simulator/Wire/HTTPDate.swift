import Basics

/// A time as HTTP writes it: `Mon, 05 Jan 2026 09:00:00 GMT` (RFC 9110, section 5.6.7).
enum HTTPDate {
    static func text(unixSeconds: Int64) -> String {
        let days = Int((unixSeconds >= 0 ? unixSeconds : unixSeconds - 86_399) / 86_400)
        let iso = Array(CalendarTime.text(unixSeconds: unixSeconds).utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: iso[range], as: UTF8.self) }
        let month = Int(part(5..<7)).map { months[($0 + 11) % 12] } ?? ""
        // The first day of 1970 was a Thursday.
        let weekday = weekdays[((days + 3) % 7 + 7) % 7]
        return "\(weekday), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) GMT"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

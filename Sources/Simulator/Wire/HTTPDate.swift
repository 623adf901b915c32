import Basics

/// A time as HTTP writes it: `Mon, 05 Jan 2026 09:00:00 GMT` (RFC 9110, section 5.6.7).
enum HTTPDate {
    static func text(unixSeconds: Int64) -> String {
        let days = Int((unixSeconds >= 0 ? unixSeconds : unixSeconds - 86_399) / 86_400)
        let iso = Array(CalendarTime.text(unixSeconds: unixSeconds))
        let month = Int(String(iso[5..<7])).map { months[($0 + 11) % 12] } ?? ""
        // The first day of 1970 was a Thursday.
        let weekday = weekdays[((days + 3) % 7 + 7) % 7]
        return "\(weekday), \(String(iso[8..<10])) \(month) \(String(iso[0..<4])) \(String(iso[11..<19])) GMT"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

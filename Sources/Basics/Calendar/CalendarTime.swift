/// Calendar times as the API and the log write them, `2026-01-05T09:00:00Z`, to and from seconds since 1970 UTC.
package enum CalendarTime {
    /// The text of a time from the year 0 to 9999; other times are clamped to that range.
    package static func text(unixSeconds: Int64) -> String {
        let time = CivilTime(seconds: min(max(unixSeconds, -62_167_219_200), 253_402_300_799))
        return "\(pad(time.year, 4))-\(pad(time.month, 2))-\(pad(time.day, 2))T"
            + "\(pad(time.hour, 2)):\(pad(time.minute, 2)):\(pad(time.second, 2))Z"
    }

    /// Reads such a text; nil for any other form, and for a date that does not exist.
    package static func unixSeconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        let form = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
        guard bytes.count == form.count else { return nil }
        for (byte, expected) in zip(bytes, form) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard expected == UInt8(ascii: "d") ? isDigit : byte == expected else { return nil }
        }
        func number(_ range: Range<Int>) -> Int64 {
            bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        }
        let time = CivilTime(
            year: number(0..<4), month: number(5..<7), day: number(8..<10), hour: number(11..<13),
            minute: number(14..<16), second: number(17..<19))
        guard (1...12).contains(time.month), (1...31).contains(time.day),
            CivilTime(seconds: time.seconds) == time
        else { return nil }
        return time.seconds
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

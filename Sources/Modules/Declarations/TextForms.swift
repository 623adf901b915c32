import Basics
package import Lua

/// The forms of texts that the options of functions have.
extension TextForm {
    package static let duration = TextForm { text, _ in
        DurationText.parse(text) == nil ? noDuration("'\(text)'") : nil
    }

    /// What an error says of a value that is no duration.
    static func noDuration(_ shown: String) -> String {
        "\(shown) is not a duration: seconds from 0 on, or text like \"30s\", \"5m\", \"1h30m\", \"250ms\""
    }

    package static let weekday = TextForm("day: Mon, Tue, …, Sun", MaintenanceWindow.weekday)
    package static let timeOfDay = TextForm("time of day such as 02:00", MaintenanceWindow.minute)
    package static let date = TextForm("date such as 2026-12-01", MaintenanceWindow.date)

    package static let timeZone = TextForm { name, readFile in
        do throws(TimeZoneError) {
            _ = try TimeZoneRules(named: name, readFile: readFile)
            return nil
        } catch {
            return error.description
        }
    }

    /// - Parameters:
    ///   - noun: What a text should be.
    ///   - read: Returns the value of a text; nil if the text has not the form.
    private init<Value>(_ noun: String, _ read: @escaping @Sendable (String) -> Value?) {
        self.init { text, _ in read(text) == nil ? "'\(text)' is no \(noun)" : nil }
    }
}

import Basics
import Lua
import ScriptRuntime

/// Reads a maintenance window from the arguments of a function.
enum WindowArguments {
    static let parameters = [
        Parameter(
            "days", .array(of: "names of days"), #"On which it opens: {"Tue", "Thu"}; every day unless set."#,
            optional: true, form: .weekday),
        Parameter("start", .string, #"When it opens: "02:00"."#, form: .timeOfDay),
        Parameter("duration", .duration, "For how long."),
        Parameter(
            "dates", .array(of: "dates"), #"Only on these: {"2026-12-01"}."#, optional: true,
            form: .date),
        Parameter("exclude_dates", .array(of: "dates"), "Not on these.", optional: true, form: .date),
        Parameter("tz", .string, #"The time zone's name: "Europe/Paris"."#, form: .timeZone),
    ]

    /// Reads the window of the argument at an index.
    /// - Throws: ``ArgumentError`` that names the field.
    static func window(_ arguments: Arguments, at index: Int, host: any Host) throws -> MaintenanceWindow {
        func problem(_ field: String, _ sentence: String) -> ArgumentError {
            ArgumentError(argument: index + 1, field: field, sentence)
        }
        func list<Value: Hashable>(_ field: String, _ form: TextForm, _ read: (String) -> Value?) throws
            -> Set<Value>
        {
            let items = arguments.option(field, at: index).table?.items ?? []
            return Set(
                try items.map { item in
                    guard let value = item.text.flatMap(read) else {
                        let shown = item.text ?? item.typeName
                        throw problem(field, form.problem(with: shown, readFile: host.readFile) ?? shown)
                    }
                    return value
                })
        }
        let weekdays = try list("days", .weekday, MaintenanceWindow.weekday)
        let start = arguments.option("start", at: index).text ?? ""
        guard let minute = MaintenanceWindow.minute(start) else {
            throw problem("start", TextForm.timeOfDay.problem(with: start, readFile: host.readFile) ?? start)
        }
        let duration = try arguments.duration(option: "duration", at: index) ?? .zero
        guard duration > .zero, duration <= .seconds(7 * 86_400) else {
            throw problem("duration", "a window is open for more than nothing and at most seven days")
        }
        let dates = try list("dates", .date, MaintenanceWindow.date)
        let excluded = try list("exclude_dates", .date, MaintenanceWindow.date)
        do throws(TimeZoneError) {
            let zone = try TimeZoneRules(
                named: arguments.option("tz", at: index).text ?? "", readFile: host.readFile)
            var window = MaintenanceWindow(
                weekdays: weekdays, startMinute: minute, seconds: Int64(duration.inSeconds), zone: zone)
            window.dates = dates
            window.excludedDates = excluded
            return window
        } catch {
            throw problem("tz", error.description)
        }
    }
}

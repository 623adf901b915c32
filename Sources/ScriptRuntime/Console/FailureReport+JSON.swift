import Basics

extension FailureReport {
    /// The report as one log line in JSON, for log collectors; `time` is in nanoseconds since 1970 UTC.
    package func json(at time: Int64) -> [UInt8] {
        var fields: [(name: String, value: JSONValue)] = [("event", .string("fatal"))]
        if let hint { fields.append(("hint", .string(hint))) }
        if let traceback { fields.append(("traceback", .string(traceback))) }
        if !alsoFailed.isEmpty { fields.append(("also_failed", .array(alsoFailed.map { .string($0) }))) }
        return LogLine(level: .error, message: message, time: time, task: task, fields: fields).json
    }
}

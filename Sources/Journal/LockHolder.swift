import Basics

/// The process that holds the lock of a campaign's name, as other processes see it.
package struct LockHolder: Sendable, Equatable {
    package var processID: Int
    package var hostname: String
    /// When the process took the lock, in seconds since 1970 UTC.
    package var since: Int64
    /// The path of the script; nil for text of the command line and for the REPL.
    package var script: String?

    package init(processID: Int, hostname: String, since: Int64, script: String?) {
        self.processID = processID
        self.hostname = hostname
        self.since = since
        self.script = script
    }

    /// `process 4711 on cron-1`.
    package var process: String { Self.process(Int64(processID), on: hostname) }

    /// `process 4711 on cron-1`; `hostname` is nil if it is unknown.
    package static func process(_ processID: Int64, on hostname: String?) -> String {
        "process \(processID)" + (hostname.map { " on \($0)" } ?? "")
    }

    /// `process 4711 on cron-1 since 2026-01-06T01:05:00Z, running nightly.lua`.
    package var description: String {
        let running = script.map { ", running \($0)" } ?? ""
        return "\(process) since \(CalendarTime.text(unixSeconds: since))\(running)"
    }

    /// The holder as one line of JSON, without a line end.
    package var line: [UInt8] {
        var object: JSONObject = [
            "pid": .integer(Int64(processID)), "host": .string(hostname), "since": .integer(since),
        ]
        if let script { object["script"] = .string(script) }
        return JSONValue.object(object).serialized()
    }

    /// Reads ``line``; nil for any other text.
    package init?(line: [UInt8]) {
        guard let value = try? JSONValue(parsing: line), let processID = value["pid"]?.integerValue,
            let hostname = value["host"]?.stringValue, let since = value["since"]?.integerValue
        else { return nil }
        self.init(
            processID: Int(processID), hostname: hostname, since: since, script: value["script"]?.stringValue)
    }
}

extension JournalError {
    /// Makes the error for a name whose lock another process holds; `holder` is nil if that process has not
    /// written who it is.
    package static func locked(_ name: String, by holder: LockHolder?) -> JournalError {
        JournalError(
            .locked,
            "the roll '\(name)' is locked by \(holder?.description ?? "another process"); wait until it ends")
    }
}

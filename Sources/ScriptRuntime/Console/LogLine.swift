import Basics

/// One log line, independent of its format.
struct LogLine {
    var level: LogLevel
    var message: String
    /// Nanoseconds since 1970 UTC.
    var time: Int64
    var task: String?
    var fields: [(name: String, value: JSONValue)] = []

    /// `02:00:01Z WARN  message  key=value`, in colour if `colored`; on a terminal, in lines of at most `columns` columns.
    func text(colored: Bool, columns: Int? = nil) -> String {
        let name = level.rawValue.uppercased()
        let padded = name + String(repeating: " ", count: 5 - name.count)
        var line = "\(timestamp) \(padded) \(VisibleText.escaped(message))"
        for field in fields {
            line += "  \(VisibleText.escaped(field.name))=\(VisibleText.escaped(Self.plain(field.value)))"
        }
        if let columns, VisibleText.width(line) > columns {
            // The level has a column of its own, and the further lines need not stand below the message.
            let tied = line.replacing(
                padded + " ", with: padded.replacing(" ", with: "\u{A0}") + " ", maxReplacements: 1)
            line = FoldedText.report(tied, columns: columns)
        }
        guard colored, let place = line.firstRange(of: padded) else { return line + "\n" }
        line.replaceSubrange(place, with: Self.color(level, padded))
        return line + "\n"
    }

    /// The line as one JSON object.
    var json: [UInt8] {
        var object: [JSONObject.Member] = [
            .init(key: "time", value: .string(timestamp)),
            .init(key: "level", value: .string(level.rawValue)),
            .init(key: "message", value: .string(message)),
        ]
        if let task { object.append(.init(key: "task", value: .string(task))) }
        object += fields.map { .init(key: Self.key($0.name), value: $0.value) }
        return JSONValue.object(JSONObject(object)).serialized() + [UInt8(ascii: "\n")]
    }

    /// The key of a field; a field with the name of a part of the line gets an underscore.
    private static func key(_ name: String) -> String {
        ["time", "level", "message", "task"].contains(name) ? name + "_" : name
    }

    private var timestamp: String { CalendarTime.text(unixSeconds: time / 1_000_000_000) }

    private static func plain(_ value: JSONValue) -> String {
        value.stringValue ?? String(decoding: value.serialized(), as: UTF8.self)
    }

    private static func color(_ level: LogLevel, _ text: String) -> String {
        let color: TerminalColor =
            switch level {
            case .trace, .debug: .dim
            case .info: .green
            case .warn: .yellow
            case .error: .red
            }
        return color.applied(to: text)
    }
}

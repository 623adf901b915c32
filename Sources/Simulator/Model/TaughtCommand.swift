import Basics

/// The effect of a command that the shell of a simulated instance does not know by itself, such as `systemctl
/// restart nginx`.
package struct TaughtCommand: Sendable, Equatable {
    /// The command as the script writes it, its words with single spaces between them; `*` stands for any text.
    var command: TextPattern
    var exitCode = 0
    var output = ""
    var errorOutput = ""
    var duration = Duration.milliseconds(20)
    /// How long the instance is not healthy afterwards; nil: the command leaves its health as it is.
    var unhealthyFor: Duration?
}

extension TaughtCommand {
    /// Reads a command; returns nil for other JSON.
    init?(_ json: JSONValue) {
        let names: Set = ["command", "exitCode", "output", "errorOutput", "duration", "unhealthyFor"]
        guard let command = json["command"]?.stringValue, json.hasOnly(names) else { return nil }
        self.command = TextPattern(command)
        if let code = json["exitCode"] {
            guard let number = code.integerValue, (0...255).contains(number) else { return nil }
            exitCode = Int(number)
        }
        output = json["output"]?.stringValue ?? ""
        errorOutput = json["errorOutput"]?.stringValue ?? ""
        if let duration = json["duration"] {
            guard let duration = duration.duration else { return nil }
            self.duration = duration
        }
        guard let unhealthy = json["unhealthyFor"], !unhealthy.isNull else { return }
        guard let duration = unhealthy.duration else { return nil }
        unhealthyFor = duration
    }

    var json: JSONValue {
        [
            "command": .string(command.text), "exitCode": .integer(Int64(exitCode)),
            "output": .string(output), "errorOutput": .string(errorOutput),
            "duration": .number(duration.inSeconds),
            "unhealthyFor": unhealthyFor.map { .number($0.inSeconds) } ?? .null,
        ]
    }
}

extension SettingForm where Value == [TaughtCommand] {
    static var taughtCommands: Self {
        list(
            #"a list such as [{"command": "systemctl restart nginx", "exitCode": 0, "output": "", "duration": 2, "unhealthyFor": 5}]"#,
            read: TaughtCommand.init, write: \.json)
    }
}

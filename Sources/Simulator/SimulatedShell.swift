import Basics

/// A shell that knows the few commands with which runbooks check a machine.
///
/// Commands are separated by new lines, `;` or `&&`; an unknown command ends with 127, as in `sh`.
struct SimulatedShell: Sendable {
    var hostname: String
    /// Nil if it can't be read.
    var bootID: String?
    var uptime: Duration
    var isHealthy: Bool
    /// The commands that it was taught; they come before the built-in commands.
    var taught: [TaughtCommand] = []

    struct Result: Sendable, Equatable {
        var output = ""
        var errorOutput = ""
        var exitCode = 0
        var duration = Duration.milliseconds(20)
        /// How long the instance is not healthy afterwards; nil: as it was.
        var unhealthyFor: Duration?
    }

    func run(_ script: String) -> Result {
        var result = Result()
        let newline = UInt8(ascii: "\n"), semicolon = UInt8(ascii: ";"), ampersand = UInt8(ascii: "&")
        let lines = script.utf8.split { $0 == newline || $0 == semicolon }
        for line in lines {
            let hasSeveral = line.contains(ampersand)
            let commands = hasSeveral ? Substring(line).split(separator: "&&") : [Substring(line)]
            for command in commands {
                let words = command.utf8.split { $0 <= UInt8(ascii: " ") }.map { String(Substring($0)) }
                guard let name = words.first, !name.hasPrefix("#") else { continue }
                let isExit = perform(name, Array(words.dropFirst()), &result)
                if isExit { return result }
                if result.exitCode != 0 { break }
            }
        }
        return result
    }

    /// Returns true for `exit`.
    private func perform(_ name: String, _ arguments: [String], _ result: inout Result) -> Bool {
        result.exitCode = 0
        let line = ([name] + arguments).joined(separator: " ")
        if let command = taught.first(where: { $0.command.matches(line) }) {
            perform(command, &result)
            return false
        }
        switch name {
        case "true", ":": break
        case "false": result.exitCode = 1
        case "echo": result.output += arguments.map(unquoted).joined(separator: " ") + "\n"
        case "hostname": result.output += hostname + "\n"
        case "uptime": result.output += " up \(uptime.components.seconds / 60) min\n"
        case "sleep": sleep(arguments, &result)
        case "cat": cat(arguments, &result)
        case "systemctl": systemctl(arguments, &result)
        case "exit":
            result.exitCode = (arguments.first.flatMap { Int($0) } ?? 0) & 255
            return true
        default:
            result.errorOutput += "sh: 1: \(name): not found\n"
            result.exitCode = 127
        }
        return false
    }

    private func perform(_ command: TaughtCommand, _ result: inout Result) {
        result.exitCode = command.exitCode
        result.output += command.output
        result.errorOutput += command.errorOutput
        result.duration += command.duration
        if let time = command.unhealthyFor { result.unhealthyFor = max(result.unhealthyFor ?? .zero, time) }
    }

    private func cat(_ paths: [String], _ result: inout Result) {
        for path in paths {
            switch path {
            case "/proc/sys/kernel/random/boot_id":
                if let bootID {
                    result.output += bootID + "\n"
                } else {
                    result.errorOutput += "cat: \(path): Input/output error\n"
                    result.exitCode = 1
                }
            case "/proc/uptime": result.output += "\(uptime.hundredths) \(uptime.hundredths)\n"
            case "/etc/hostname": result.output += hostname + "\n"
            default:
                result.errorOutput += "cat: \(path): No such file or directory\n"
                result.exitCode = 1
            }
        }
    }

    private func sleep(_ arguments: [String], _ result: inout Result) {
        guard let seconds = arguments.first.flatMap({ Double($0) }), seconds >= 0,
            let duration = Duration(checkedSeconds: seconds)
        else {
            result.errorOutput += "sleep: invalid time interval\n"
            result.exitCode = 1
            return
        }
        result.duration += duration
    }

    private func systemctl(_ arguments: [String], _ result: inout Result) {
        switch arguments.first {
        case "is-system-running":
            result.output += isHealthy ? "running\n" : "starting\n"
            result.exitCode = isHealthy ? 0 : 1
        case "is-active":
            result.output += isHealthy ? "active\n" : "activating\n"
            result.exitCode = isHealthy ? 0 : 3
        default:
            let line = (["systemctl"] + arguments).joined(separator: " ")
            result.errorOutput +=
                "systemctl: the simulated shell does not know '\(line)'; teach it with the setting 'commands' (--mock FILE)\n"
            result.exitCode = 1
        }
    }

    private func unquoted(_ word: String) -> String {
        String(word.filter { $0 != "\"" && $0 != "'" })
    }
}

extension Duration {
    /// Seconds with two decimals, as `/proc/uptime` has them.
    var hundredths: String {
        let centiseconds = wholeNanoseconds / 10_000_000
        let fraction = centiseconds % 100
        return "\(centiseconds / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

import Basics
import Lua
import ScriptRuntime

/// Describes the run to the embedded Lua modules; scripts can't call these functions.
enum RunModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "run", summary: "What the program knows of its own run.",
            functions: [
                sha256, versions(runtime), isDryRun(runtime), currentTask(runtime), isCancelled(runtime),
                isTerminal(runtime), isSimulated(runtime), secondsOf, verbosity(runtime), colored(runtime),
                stopReason(runtime),
                rollReported(runtime),
            ])
    }

    private static var sha256: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.sha256", "The SHA-256 of a text, in hexadecimal digits.",
                parameters: [Parameter("text", .string, "It.")])
        ) { arguments in .value(.string(Digest.sha256(arguments[0].rawBytes ?? []))) }
    }

    private static func versions(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.versions", "What a report names beside the outcome.")) { _ in
            let tzdata = (try? runtime.host.readFile("/usr/share/zoneinfo/tzdata.zi"))
                .flatMap {
                    String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(
                        separator: " "
                    ).last
                }
            return .value(
                .table(
                    LuaTable([
                        "zecscript": .string(runtime.configuration.programVersion), "lua": "5.4",
                        "tzdata": tzdata.map { .string(String($0)) } ?? "unknown",
                    ])))
        }
    }

    private static func isDryRun(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.is_dry_run", "Whether nothing may be changed.")) { _ in
            .value(.boolean(runtime.configuration.isDryRun))
        }
    }

    private static func currentTask(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.current_task",
                "The running task as two numbers, for host.is_cancelled: its slot and its serial number.")
        ) { _ in
            guard let task = runtime.currentTask else { return .nothing }
            return .values([.integer(Int64(task.slot)), .integer(Int64(bitPattern: task.serial))])
        }
    }

    private static func isCancelled(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.is_cancelled",
                "Whether a task is to end, also where a shield keeps that from it. The running task unless given.",
                parameters: [
                    Parameter("slot", .integer, "From host.current_task.", optional: true),
                    Parameter("serial", .integer, "From host.current_task.", optional: true),
                ])
        ) { arguments in
            .value(.boolean((task(arguments) ?? runtime.currentTask).map(runtime.mustEnd) ?? false))
        }
    }

    private static func isTerminal(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.is_terminal", "Whether standard error is a terminal.")) { _ in
            .value(.boolean(runtime.host.terminalWidth(of: .standardError) != nil))
        }
    }

    private static func isSimulated(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.is_simulated", "Whether the cloud and the time are simulated.")
        ) { _ in .value(.boolean(runtime.host.isSimulated)) }
    }

    private static func verbosity(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.verbosity", "How much a roll prints: `quiet`, `normal` or `verbose`.")
        ) { _ in .value(.string(runtime.configuration.verbosity.rawValue)) }
    }

    private static func colored(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.colored", "A text with a colour, where standard output shows colours.",
                parameters: [
                    Parameter("text", .string, "Visible text."), Parameter("color", .string, "`red`."),
                ])
        ) { arguments in
            let text = arguments[0].text ?? ""
            guard runtime.host.showsColors(on: .standardOutput),
                let color = TerminalColor(rawValue: arguments[1].text ?? "")
            else { return .value(.string(text)) }
            return .value(.string(color.applied(to: text)))
        }
    }

    private static func stopReason(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.stop_reason", "What asked the run to stop, in words.")
        ) { _ in .value(.string(runtime.stopReason)) }
    }

    private static func rollReported(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.roll_reported", "A roll has made its report; see ScriptRuntime.exitCodeOfRolls.",
                parameters: [
                    Parameter("name", .string, "The roll's name."),
                    Parameter("number", .integer, "The number of its campaign; 0 if it has none here."),
                    Parameter("exit_code", .integer, "The exit code in the roll's report."),
                ])
        ) { arguments in
            runtime.rollReported(
                "\(arguments[0].text ?? "")/\(arguments[1].integer ?? 0)",
                exitCode: Int32(truncatingIfNeeded: arguments[2].integer ?? 0))
            return .nothing
        }
    }

    private static var secondsOf: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.seconds_of", "A calendar time of the API in seconds since 1970 UTC, or nil.",
                parameters: [Parameter("time", .string, "2026-01-05T09:00:00Z.")])
        ) { arguments in
            .value(CalendarTime.unixSeconds(arguments[0].text ?? "").map { .integer($0) } ?? .nil)
        }
    }

    /// Returns the task of the first two arguments; nil if they are missing.
    private static func task(_ arguments: Arguments) -> TaskReference? {
        guard let slot = arguments[0].integer.flatMap({ UInt32(exactly: $0) }),
            let serial = arguments[1].integer
        else { return nil }
        return TaskReference(slot: slot, serial: UInt64(bitPattern: serial))
    }
}

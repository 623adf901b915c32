import Basics
import Lua
import ScriptRuntime

/// `sleep`, `now`, `clock`: the time of the host.
enum TimeModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "", summary: "Time.",
            functions: [
                sleep(runtime), now(runtime), clock(runtime), processorTime(runtime), duration, durationText,
            ])
    }

    private static func sleep(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "sleep", "Waits for a duration; other tasks go on meanwhile.",
                parameters: [Parameter("duration", .duration, "How long.")],
                results: [ResultDeclaration("elapsed", "number", "Seconds really slept.")], waits: true)
        ) { arguments in
            try runtime.sleep(try arguments.duration(0))
            return .wait
        }
    }

    private static func now(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "now", "The calendar time.",
                results: [ResultDeclaration("seconds", "number", "Seconds since 1970 UTC, with a fraction.")]),
            isSteady: runtime.host.isSimulated
        ) { _ in .value(.number(runtime.host.unixSeconds)) }
    }

    private static func clock(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "clock", "A clock that never jumps, for measuring how long something takes.",
                results: [ResultDeclaration("seconds", "number", "Seconds since the run began.")]),
            isSteady: runtime.host.isSimulated
        ) { _ in .value(.number(runtime.host.now.seconds)) }
    }

    private static func processorTime(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.processor_time", "What os.clock tells.",
                results: [ResultDeclaration("seconds", "number", "Seconds.")])
        ) { _ in .value(.number(runtime.host.processorTime.inSeconds)) }
    }

    private static var duration: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.duration", "Reads a duration.", parameters: [Parameter("duration", .duration, "It.")],
                results: [ResultDeclaration("seconds", "number", "Seconds.")])
        ) { arguments in .value(.number(try arguments.duration(0).inSeconds)) }
    }

    private static var durationText: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.duration_text", "Writes a duration for people.",
                parameters: [Parameter("duration", .duration, "It.")],
                results: [ResultDeclaration("text", "string", "As in 1m 30s.")])
        ) { arguments in .value(.string(DurationText.describe(try arguments.duration(0)))) }
    }
}

extension Arguments {
    /// Returns the duration of the argument at an index, counted from 0.
    func duration(_ index: Int) throws(ArgumentError) -> Duration {
        guard let duration = DurationText.parse(self[index]) else {
            throw ArgumentError(argument: index + 1, Self.problem(self[index]))
        }
        return duration
    }

    /// Returns the duration of an option; nil if the option is missing.
    func duration(option name: String, at index: Int) throws(ArgumentError) -> Duration? {
        let value = option(name, at: index)
        if value.isNil { return nil }
        guard let duration = DurationText.parse(value) else {
            throw ArgumentError(argument: index + 1, field: name, Self.problem(value))
        }
        return duration
    }

    private static func problem(_ value: LuaValue) -> String {
        let shown = value.text.map { "'\($0)'" } ?? value.number.map { "\($0)" } ?? value.typeName
        return TextForm.noDuration(shown)
    }
}

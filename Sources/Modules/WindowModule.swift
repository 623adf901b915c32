import Basics
import Lua
import ScriptRuntime

/// Maintenance windows for the embedded Lua modules; scripts can't call these functions.
final class WindowModule {
    private let runtime: ScriptRuntime
    /// The windows that the script has opened, in the order of their numbers from 1.
    private var opened: [MaintenanceWindow] = []

    private init(_ runtime: ScriptRuntime) { self.runtime = runtime }

    static func make(_ runtime: ScriptRuntime) -> ScriptModule { WindowModule(runtime).module }

    private var module: ScriptModule {
        ScriptModule(
            name: "window", summary: "When a window opens and closes.", functions: [open, at, length])
    }

    private var open: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.window", "Opens a maintenance window and gives its number.",
                parameters: [
                    Parameter("window", .options(WindowArguments.parameters), "Days, start, duration, zone.")
                ])
        ) { [self] arguments in
            opened.append(try WindowArguments.window(arguments, at: 0, host: runtime.host))
            return .value(.integer(Int64(opened.count)))
        }
    }

    private var at: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.window_at",
                "When an open window closes, or nil; when it opens next, or nil; and for how many seconds then.",
                parameters: [
                    Parameter("number", .integer, "From host.window."),
                    Parameter("time", .number, "Seconds since 1970 UTC."),
                ])
        ) { [self] arguments in
            guard let (window, now) = window(arguments) else { return .nothing }
            let closes = window.opening(at: now).map { LuaValue.number(Double($0.upperBound)) } ?? .nil
            guard let next = window.nextOpening(after: now) else { return .values([closes]) }
            return .values([closes, .number(Double(next.lowerBound)), .number(Double(next.count))])
        }
    }

    private var length: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.window_length",
                "For how long a window is open without a break, in seconds, at the most.",
                parameters: [
                    Parameter("number", .integer, "From host.window."),
                    Parameter("time", .number, "From when on, in seconds since 1970 UTC."),
                ])
        ) { [self] arguments in
            guard let (window, now) = window(arguments) else { return .nothing }
            return .value(.integer(window.longestOpening(from: now)))
        }
    }

    /// Returns the window and the time of the first two arguments; nil if one of them is wrong.
    private func window(_ arguments: Arguments) -> (MaintenanceWindow, Int64)? {
        let number = Int(arguments[0].integer ?? 0)
        guard opened.indices.contains(number - 1), let time = arguments[1].number, abs(time) < 1e15 else {
            return nil
        }
        return (opened[number - 1], Int64(time))
    }
}

import Lua
import ScriptRuntime

/// The host functions of `rehearse.lua`; scripts can't call them.
enum RehearsalPrimitives {
    static func all(_ runtime: ScriptRuntime) -> [HostFunction] {
        [
            daemon(runtime), WorldWatch(runtime).ticket, worldDown(runtime), world(runtime),
            violated(runtime),
            service(runtime), drained(runtime), hookFails(runtime), isApproved(runtime), rollBegan(runtime),
            rollEnded(runtime),
        ]
    }

    private static func daemon(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.daemon",
                "The parent of the running task no longer waits for it, and cancels it at its own end.")
        ) { _ in
            runtime.makeDaemon()
            return .nothing
        }
    }

    private static func worldDown(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.world_down", "The ids of those that are really down.")) { _ in
            .value(.strings(runtime.configuration.observer?.idsDown ?? []))
        }
    }

    private static func world(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.world", "What is true of an instance, or nil.",
                parameters: [Parameter("id", .string, "Its id.")])
        ) { arguments in
            guard let truth = runtime.configuration.observer?.world(of: arguments[0].text ?? "") else {
                return .value(.nil)
            }
            return .value(
                .table(
                    LuaTable([
                        "status": .string(truth.status), "healthy": .boolean(truth.isHealthy),
                        "reboots": .integer(Int64(truth.reboots)),
                    ])))
        }
    }

    private static func violated(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.violated", "A condition of the script's own does not hold.",
                parameters: [
                    Parameter("name", .string, "The condition."),
                    Parameter("message", .string, "More of it."),
                ])
        ) { arguments in
            runtime.observe(.violated(name: arguments[0].text ?? "", message: arguments[1].text ?? ""))
            return .nothing
        }
    }

    private static func service(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.service", "These take load through a service.",
                parameters: [
                    Parameter("name", .string, "The service."), Parameter("ids", .array(of: "ids"), "Who."),
                ])
        ) { arguments in
            let ids = arguments[1].table?.items.compactMap(\.text) ?? []
            runtime.observe(.service(name: arguments[0].text ?? "", ids: ids))
            return .nothing
        }
    }

    private static func rollBegan(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.roll_began", "Declares a roll, which is judged by its own selection, limit and window.",
                parameters: [
                    Parameter("number", .integer, "Counts the rolls of a run from 1."),
                    Parameter("name", .string, "What it is called."),
                    Parameter("ids", .array(of: "ids"), "Only these may be rebooted by it."),
                    Parameter("limit", .integer, "How many of these may be down at once."),
                    Parameter(
                        "window", .options(WindowArguments.parameters), "When it may ask for reboots.",
                        optional: true),
                ])
        ) { arguments in
            guard let limit = DownLimit(arguments[3]) else {
                throw ArgumentError(argument: 4, "a number from 1 is expected")
            }
            let window =
                arguments[4].table == nil
                ? nil : try WindowArguments.window(arguments, at: 4, host: runtime.host)
            runtime.observe(
                .rollBegan(
                    RollDeclaration(
                        number: Int(clamping: arguments[0].integer ?? 0), name: arguments[1].text ?? "",
                        ids: arguments[2].table?.items.compactMap(\.text) ?? [], maxDown: limit,
                        window: window)))
            return .nothing
        }
    }

    private static func rollEnded(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.roll_ended", "A declared roll is over.",
                parameters: [Parameter("number", .integer, "Its number.")])
        ) { arguments in
            runtime.observe(.rollEnded(number: Int(clamping: arguments[0].integer ?? 0)))
            return .nothing
        }
    }

    private static func drained(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.drained", "An instance takes no load any more (true), or takes it again (false).",
                parameters: [
                    Parameter("service", .string, "The service."), Parameter("id", .string, "The instance."),
                    Parameter("drained", .boolean, "Which."),
                ])
        ) { arguments in
            let service = arguments[0].text ?? "", id = arguments[1].text ?? ""
            let isDrained = arguments[2].boolean == true
            runtime.observe(
                isDrained ? .drained(id: id, service: service) : .undrained(id: id, service: service))
            return .nothing
        }
    }

    private static func hookFails(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.hook_fails", "Whether this call of a rehearsed hook fails.",
                parameters: [Parameter("id", .string, "The instance.")])
        ) { arguments in
            .value(.boolean(runtime.configuration.observer?.hookFails(for: arguments[0].text ?? "") ?? false))
        }
    }

    private static func isApproved(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.is_approved", "Whether the roll is approved by now.",
                parameters: [Parameter("waited", .duration, "How long that is waited for.")])
        ) { arguments in
            let waited = try arguments.duration(0)
            return .value(.boolean(runtime.configuration.observer?.isApproved(after: waited) ?? false))
        }
    }
}

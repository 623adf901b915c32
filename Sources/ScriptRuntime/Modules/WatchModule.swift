import Lua

/// Primitives for those who wait for several tasks at once and must know which ended first.
enum WatchModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "watch", summary: "How sets of tasks learn of ends.",
            functions: [watch(runtime), ended(runtime), current(runtime)])
    }

    private static func watch(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.watch",
                "Notes a number and wakes the ticket when the task has ended; its failure no longer reaches its parent.",
                parameters: [
                    Parameter("t", .task, "The task."), Parameter("ticket", .integer, "From host.ticket."),
                    Parameter("number", .integer, "What to note."),
                ])
        ) { arguments in
            guard case .task(let target) = arguments[0] else { return .nothing }
            runtime.watch(
                target, ticket: UInt64(arguments[1].integer ?? 0), number: arguments[2].integer ?? 0)
            return .nothing
        }
    }

    private static func ended(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.ended", "Takes the numbers noted for a ticket, in the order of the ends.",
                parameters: [Parameter("ticket", .integer, "From host.ticket.")])
        ) { arguments in
            let numbers = runtime.takeEnds(UInt64(arguments[0].integer ?? 0))
            return .value(.array(numbers.map { .integer($0) }))
        }
    }

    private static func current(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.current", "A number for the running task, the same as long as it lives, or nil.")
        ) { _ in
            .value(runtime.currentTask.map { .integer(Int64(clamping: $0.serial)) } ?? .nil)
        }
    }
}

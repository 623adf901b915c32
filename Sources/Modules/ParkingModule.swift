import Basics
import Lua
import ScriptRuntime

/// Lets tasks wait for each other, for the embedded Lua modules; scripts can't call these functions.
enum ParkingModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "parking", summary: "How tasks wait until others wake them.",
            functions: [
                ticket(runtime), park(runtime), rest(runtime), wake(runtime), shield(runtime), hook(runtime),
                watch(runtime), ended(runtime), current(runtime),
            ])
    }

    private static func ticket(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.ticket", "A number for one park.")) { _ in
            .value(.integer(Int64(runtime.makeTicket())))
        }
    }

    private static func park(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.park", "Waits until the ticket is woken (true) or time is up (false).",
                parameters: [
                    Parameter("ticket", .integer, "From host.ticket."),
                    Parameter("what", .string, "What is waited for."),
                    Parameter("timeout", .duration, "How long at most.", optional: true),
                ], waits: true)
        ) { arguments in
            let ticket = UInt64(arguments[0].integer ?? 0)
            let deadline = arguments[2].isNil ? nil : try runtime.host.now + arguments.duration(2)
            try runtime.park(ticket, arguments[1].text, until: deadline)
            return .wait
        }
    }

    private static func rest(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.rest",
                "Waits until time is up (false), or until anything is asked to end (true), also in a shield.",
                parameters: [
                    Parameter("what", .string, "What is waited for."),
                    Parameter("duration", .duration, "How long at most."),
                ], waits: true)
        ) { arguments in
            try runtime.rest(arguments[0].text, until: runtime.host.now + arguments.duration(1))
            return .wait
        }
    }

    private static func wake(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.wake", "Ends a park; false where no task is parked on the ticket any more.",
                parameters: [Parameter("ticket", .integer, "From host.ticket.")])
        ) { arguments in
            .value(.boolean(runtime.wake(UInt64(arguments[0].integer ?? 0))))
        }
    }

    private static func shield(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.shield", "Begins (1) or ends (-1) a stretch that cancellation does not enter.",
                parameters: [Parameter("change", .integer, "1 or -1.")])
        ) { arguments in
            runtime.changeShield(by: Int32(clamping: arguments[0].integer ?? 0))
            return .nothing
        }
    }

    private static func hook(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.hook",
                "Begins (1) or ends (-1) the call of a function of the script in which `exit` is an error of that call.",
                parameters: [Parameter("change", .integer, "1 or -1.")])
        ) { arguments in
            runtime.changeHooks(by: Int32(clamping: arguments[0].integer ?? 0))
            return .nothing
        }
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

import Basics
import Lua
import ScriptRuntime

/// `task.spawn` and the methods of task handles; the other functions of `task` are written in Lua.
enum TaskModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "task", summary: "Several things at once.",
            functions: [wait(runtime), cancel(runtime), status(runtime)], declared: [spawn])
    }

    /// The bridge to Lua implements this function, because the script's function and its arguments stay in
    /// Lua.
    private static let spawn = FunctionDeclaration(
        "task.spawn", "Starts a task that belongs to the running one; it first runs at the next wait.",
        parameters: [
            Parameter(
                "fn", .anyOf([.function, .string]),
                "What it does; a name may stand before it, for errors and the task tree.")
        ],
        rest: Parameter("...", .any, "Arguments for fn."),
        results: [ResultDeclaration("t", "task", "Its handle, with the field name.")])

    private static func wait(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "task:wait", "Waits until the task has ended; returns what it returned, or raises its error.",
                parameters: [
                    Parameter("t", .task, "The task."),
                    Parameter(
                        "timeout", .duration, "How long at most; then an error of kind timeout.",
                        optional: true),
                ],
                results: [ResultDeclaration("...", "any", "What the task's function returned.")], waits: true)
        ) { arguments in
            guard case .task(let target) = arguments[0] else { return .nothing }
            guard runtime.isLive(target) else { return .taskOutcome }
            let deadline = arguments[1].isNil ? nil : try runtime.host.now + arguments.duration(1)
            try runtime.wait(for: target, until: deadline)
            return .wait
        }
    }

    private static func cancel(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "task:cancel",
                "Asks a task and all that belong to it to end: every wait of theirs raises from now on.",
                parameters: [
                    Parameter("t", .task, "The task."),
                    Parameter("reason", .string, "Why, for the error's message.", optional: true),
                ])
        ) { arguments in
            guard case .task(let target) = arguments[0] else { return .nothing }
            runtime.cancel(target, reason: arguments[1].text ?? "")
            return .nothing
        }
    }

    private static func status(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "task:status", "What a task is doing.", parameters: [Parameter("t", .task, "The task.")],
                results: [
                    ResultDeclaration(
                        "status", #""ready"|"running"|"waiting"|"closing"|"done"|"failed"|"cancelled""#,
                        "closing: its function has ended, its children have not.")
                ])
        ) { arguments in
            guard case .task(let target) = arguments[0] else { return .nothing }
            return .value(.string(runtime.status(of: target)))
        }
    }
}

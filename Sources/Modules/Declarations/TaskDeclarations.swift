internal import Lua

/// The functions of `task` that are written in Lua.
enum TaskDeclarations {
    /// The functions that wait for all tasks of a list, for the first task, with a time limit, or without
    /// being cancelled.
    static let combining: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.all",
            "Waits until all tasks have ended; the first failure cancels the others and is raised.",
            parameters: [Parameter("members", .array(of: "tasks or functions"), membersSummary)],
            results: [
                ResultDeclaration("results", "any[]", "The first result of each, in the order of the list.")
            ],
            waits: true),
        FunctionDeclaration(
            "task.race",
            "Waits until one of the tasks has ended, cancels the others, and returns or raises as it did.",
            parameters: [Parameter("members", .array(of: "tasks or functions"), membersSummary)],
            results: [ResultDeclaration("...", "any", "What the first task returned.")],
            waits: true),
        FunctionDeclaration(
            "task.timeout",
            #"Runs `fn` in a task with a time limit; then cancels it and raises an error of kind "timeout"."#,
            parameters: [
                Parameter("duration", .duration, "The time it may take."),
                Parameter("fn", .function, "The task's body."),
            ],
            rest: Parameter("...", .any, "Arguments of the body."),
            results: [ResultDeclaration("...", "any", "What the body returned.")],
            waits: true),
        FunctionDeclaration(
            "task.shield",
            "Calls `fn` so that cancellation reaches the task only after it; what is in flight can settle.",
            parameters: [Parameter("fn", .function, "The function.")],
            rest: Parameter("...", .any, "Arguments of the function."),
            results: [ResultDeclaration("...", "any", "What the function returned.")]),
    ]

    private static let membersSummary = "Tasks to wait for; functions are started as tasks."

    /// The functions that run a group of tasks, or a task for each item of a list.
    static let groups: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.group",
            "Runs `body(group)` and returns when it and every task spawned in the group have ended.",
            parameters: [
                Parameter(
                    "options", .options(groupOptions), "How many tasks run, and what a failure does.",
                    optional: true),
                Parameter(
                    "body", .function, "Called with the group; a failure elsewhere in the group cancels it."),
            ],
            results: [
                ResultDeclaration(
                    "...", "any",
                    #"What the body returned; with on_error="collect" the list of errors instead."#)
            ],
            waits: true),
        FunctionDeclaration(
            "group:spawn",
            "Starts a task in the group, as soon as the group's limit allows.",
            parameters: [
                Parameter("self", .table, "The group."),
                Parameter(
                    "fn", .anyOf([.function, .string]), "The task's body; or its name, and then its body."),
            ],
            rest: Parameter("...", .any, "Arguments of the body."),
            results: [ResultDeclaration("task", "task", "The new task.")],
            waits: true),
        FunctionDeclaration(
            "task.map",
            "Calls `fn(item, index)` for each item of a list, several at a time.",
            parameters: [
                Parameter("list", .array(of: "values"), "The items."),
                Parameter("fn", .function, "Called in a task of its own for each item."),
                Parameter("options", .options([concurrency]), "How many run at a time.", optional: true),
            ],
            results: [
                ResultDeclaration(
                    "results", "any[]", "The first result of each call, in the order of the list.")
            ],
            waits: true),
        FunctionDeclaration(
            "task.each", "Calls `fn` for each item of a list or an iterator, several at a time.",
            parameters: [
                Parameter(
                    "items", .anyOf([.table, .function]),
                    "A list, for `fn(item, index)`; or an iterator, for `fn` with what it returns."),
                Parameter("fn", .function, "Called in a task of its own for each item."),
                Parameter("options", .options([concurrency]), "How many run at a time.", optional: true),
            ],
            waits: true),
    ]

    private static let groupOptions = [
        Parameter(
            "limit", .integer, "How many of its tasks run at a time; unlimited unless set.", optional: true),
        Parameter(
            "on_error", .choice(["cancel", "collect"]),
            #""cancel" (the default): a failure cancels the others and is raised; "collect": they go on."#,
            optional: true),
    ]

    private static let concurrency = Parameter(
        "concurrency", .integer, "How many calls run at a time; unlimited unless set.", optional: true)

    /// The function that retries until an attempt succeeds.
    static let retrying: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.retry",
            "Calls `fn` until it does not fail, with growing, jittered pauses between the attempts.",
            parameters: [
                Parameter("fn", .function, "Called without arguments."),
                Parameter(
                    "options", .options(retryOptions), "How often, how fast, and after which errors.",
                    optional: true),
            ],
            results: [ResultDeclaration("...", "any", "What `fn` returned; the last error is raised.")],
            waits: true)
    ]

    private static let retryOptions = [
        Parameter("attempts", .integer, "How often it is called at most; 3 unless set.", optional: true),
        Parameter("every", .duration, "The pause after the first failure; 1s unless set.", optional: true),
        Parameter(
            "backoff", .number, "The factor from each pause to the next; 2 unless set.", optional: true),
        Parameter("max", .duration, "The longest pause; 60s unless set.", optional: true),
        Parameter(
            "when", .function,
            "Called with the error; returns whether to try again. Unless set, no try follows an error with retryable = false, or of the kind usage, deadlock or failed.",
            optional: true),
    ]
}

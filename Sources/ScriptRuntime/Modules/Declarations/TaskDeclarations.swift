internal import Lua

/// The functions of `task` that are written in Lua.
enum TaskDeclarations {
    static let all: [FunctionDeclaration] = several + lists + single + makers

    private static let several: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.all",
            "Waits until all tasks have ended; the first failure cancels the others and is raised.",
            parameters: [Parameter("members", .array(of: "tasks or functions"), membersSummary)],
            results: [
                ResultDeclaration("results", "any[]", "the first result of each, in the order of the list")
            ],
            waits: true),
        FunctionDeclaration(
            "task.race",
            "Waits until one of the tasks has ended, cancels the others, and returns or raises as it did.",
            parameters: [Parameter("members", .array(of: "tasks or functions"), membersSummary)],
            results: [ResultDeclaration("...", "any", "what the first task returned")],
            waits: true),
        FunctionDeclaration(
            "task.group",
            "Runs `body(group)` and returns when it and every task spawned in the group have ended.",
            parameters: [
                Parameter(
                    "options", .options(groupOptions), "how many tasks run, and what a failure does",
                    optional: true),
                Parameter(
                    "body", .function, "called with the group; a failure elsewhere in the group cancels it"),
            ],
            results: [
                ResultDeclaration(
                    "...", "any",
                    #"what the body returned; with on_error="collect" the list of errors instead"#)
            ],
            waits: true),
        FunctionDeclaration(
            "group:spawn",
            "Starts a task in the group, as soon as the group's limit allows.",
            parameters: [
                Parameter("self", .table, "the group"),
                Parameter(
                    "fn", .anyOf([.function, .string]), "the task's body; or its name, and then its body"),
            ],
            rest: Parameter("...", .any, "arguments of the body"),
            results: [ResultDeclaration("task", "task", "the new task")],
            waits: true),
    ]

    private static let membersSummary = "tasks to wait for; functions are started as tasks"

    private static let groupOptions = [
        Parameter(
            "limit", .integer, "how many of its tasks run at a time; unlimited unless set", optional: true),
        Parameter(
            "on_error", .choice(["cancel", "collect"]),
            #""cancel" (the default): the first failure cancels the group and is raised; "collect": the others go on"#,
            optional: true),
    ]

    private static let lists: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.map",
            "Calls `fn(item, index)` for each item of a list, several at a time.",
            parameters: [
                Parameter("list", .array(of: "values"), "the items"),
                Parameter("fn", .function, "called in a task of its own for each item"),
                Parameter("options", .options([concurrency]), "how many run at a time", optional: true),
            ],
            results: [
                ResultDeclaration(
                    "results", "any[]", "the first result of each call, in the order of the list")
            ],
            waits: true),
        FunctionDeclaration(
            "task.each", "Calls `fn` for each item of a list or an iterator, several at a time.",
            parameters: [
                Parameter(
                    "items", .anyOf([.table, .function]),
                    "a list, for `fn(item, index)`; or an iterator, for `fn` with what it returns"),
                Parameter("fn", .function, "called in a task of its own for each item"),
                Parameter("options", .options([concurrency]), "how many run at a time", optional: true),
            ],
            waits: true),
    ]

    private static let concurrency = Parameter(
        "concurrency", .integer, "how many calls run at a time; unlimited unless set", optional: true)

    private static let single: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.timeout",
            #"Runs `fn` in a task with a time limit; then cancels it and raises an error of kind "timeout"."#,
            parameters: [
                Parameter("duration", .duration, "the time it may take"),
                Parameter("fn", .function, "the task's body"),
            ],
            rest: Parameter("...", .any, "arguments of the body"),
            results: [ResultDeclaration("...", "any", "what the body returned")],
            waits: true),
        FunctionDeclaration(
            "task.retry",
            "Calls `fn` until it does not fail, with growing, jittered pauses between the attempts.",
            parameters: [
                Parameter("fn", .function, "called without arguments"),
                Parameter(
                    "options", .options(retryOptions), "how often, how fast, and after which errors",
                    optional: true),
            ],
            results: [ResultDeclaration("...", "any", "what `fn` returned; the last error is raised")],
            waits: true),
        FunctionDeclaration(
            "task.shield",
            "Calls `fn` so that cancellation reaches the task only after it; what is in flight can settle.",
            parameters: [Parameter("fn", .function, "the function")],
            rest: Parameter("...", .any, "arguments of the function"),
            results: [ResultDeclaration("...", "any", "what the function returned")]),
    ]

    private static let retryOptions = [
        Parameter("attempts", .integer, "how often it is called at most; 3 unless set", optional: true),
        Parameter("every", .duration, "the pause after the first failure; 1 s unless set", optional: true),
        Parameter("backoff", .number, "the factor from each pause to the next; 2 unless set", optional: true),
        Parameter("max", .duration, "the longest pause; 60 s unless set", optional: true),
        Parameter(
            "when", .function,
            "called with the error, says whether to try again; unless set, no for wrong usage and what is not retryable",
            optional: true),
    ]

    private static let makers: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.semaphore", "Makes a semaphore: at most `size` holders at a time, the others wait in line.",
            parameters: [Parameter("size", .integer, "how many permits there are")],
            results: [ResultDeclaration("semaphore", "semaphore", "with all its permits free")]),
        FunctionDeclaration(
            "task.event", "Makes an event: a flag that tasks can wait for.",
            results: [ResultDeclaration("event", "event", "not set yet")]),
        FunctionDeclaration(
            "task.channel", "Makes a channel that hands values from task to task in order.",
            parameters: [
                Parameter(
                    "capacity", .integer,
                    "values it holds before senders wait; 0 unless set",
                    optional: true)
            ],
            results: [ResultDeclaration("channel", "channel", "open and empty")]),
    ]
}

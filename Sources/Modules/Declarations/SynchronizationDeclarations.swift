internal import Lua

/// The functions that make semaphores, events and channels, and the methods of these.
enum SynchronizationDeclarations {
    static let semaphore: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.semaphore", "Makes a semaphore: at most `size` holders at a time, the others wait in line.",
            parameters: [Parameter("size", .integer, "How many permits there are.")],
            results: [ResultDeclaration("semaphore", "semaphore", "With all its permits free.")]),
        FunctionDeclaration(
            "semaphore:acquire", "Takes a permit, waiting in line for one.",
            parameters: [Parameter("self", .table, "The semaphore."), timeout],
            results: [
                ResultDeclaration("permit", "permit", "To be released, or declared `local permit <close>`.")
            ],
            waits: true),
        FunctionDeclaration(
            "semaphore:try_acquire", "Takes a permit if one is free now.",
            parameters: [Parameter("self", .table, "The semaphore.")],
            results: [ResultDeclaration("permit", "permit?", "Nil when none is free.")]),
        FunctionDeclaration(
            "semaphore:with", "Calls `fn` with a permit held.",
            parameters: [
                Parameter("self", .table, "The semaphore."),
                Parameter("fn", .function, "Called once a permit is free."),
            ],
            rest: Parameter("...", .any, "Arguments of `fn`."),
            results: [ResultDeclaration("...", "any", "What `fn` returned.")],
            waits: true),
        FunctionDeclaration(
            "permit:release", "Gives a permit back; doing so twice is harmless.",
            parameters: [Parameter("self", .table, "The permit.")]),
    ]

    static let event: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.event", "Makes an event: a flag that tasks can wait for.",
            results: [ResultDeclaration("event", "event", "Not set yet.")]),
        FunctionDeclaration(
            "event:set", "Sets the event and lets all who wait for it go on.",
            parameters: [Parameter("self", .table, "The event.")]),
        FunctionDeclaration(
            "event:clear", "Clears the event, so that tasks wait for it again.",
            parameters: [Parameter("self", .table, "The event.")]),
        FunctionDeclaration(
            "event:is_set", "Tells whether the event is set.",
            parameters: [Parameter("self", .table, "The event.")],
            results: [ResultDeclaration("set", "boolean", "Whether it is set.")]),
        FunctionDeclaration(
            "event:wait", "Waits until the event is set.",
            parameters: [Parameter("self", .table, "The event."), timeout], waits: true),
    ]

    static let channel: [FunctionDeclaration] = [
        FunctionDeclaration(
            "task.channel", "Makes a channel that hands values from task to task in order.",
            parameters: [
                Parameter(
                    "capacity", .integer,
                    "Values it holds before senders wait; 0 unless set.",
                    optional: true)
            ],
            results: [ResultDeclaration("channel", "channel", "Open and empty.")]),
        FunctionDeclaration(
            "channel:send",
            #"Puts a value into the channel, waiting for room; raises kind "closed" when it is closed."#,
            parameters: [
                Parameter("self", .table, "The channel."), Parameter("value", .any, "Anything but nil."),
                timeout,
            ],
            waits: true),
        FunctionDeclaration(
            "channel:receive", "Takes the value that has been longest in the channel, waiting for one.",
            parameters: [Parameter("self", .table, "The channel."), timeout],
            results: [ResultDeclaration("value", "any", "Nil once the channel is closed and empty.")],
            waits: true),
        FunctionDeclaration(
            "channel:close", "Ends sending; what was sent before is still received, and after it nil.",
            parameters: [Parameter("self", .table, "The channel.")]),
        FunctionDeclaration(
            "channel:each", "Gives an iterator that receives until the channel is closed and empty.",
            parameters: [Parameter("self", .table, "The channel.")],
            results: [
                ResultDeclaration("iterator", "fun(): any", "For `for value in channel:each() do`; it waits.")
            ]),
    ]

    private static let timeout = Parameter(
        "timeout", .duration,
        #"How long to wait; then an error of kind "timeout" is raised; for ever unless set."#,
        optional: true)
}

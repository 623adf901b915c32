internal import Lua

/// The methods of semaphores and their permits, of events and of channels.
enum SynchronizationDeclarations {
    static let all: [FunctionDeclaration] = semaphore + event + channel

    private static let timeout = Parameter(
        "timeout", .duration,
        #"how long to wait; then an error of kind "timeout" is raised; for ever unless set"#,
        optional: true)

    private static let semaphore: [FunctionDeclaration] = [
        FunctionDeclaration(
            "semaphore:acquire", "Takes a permit, waiting in line for one.",
            parameters: [Parameter("self", .table, "the semaphore"), timeout],
            results: [
                ResultDeclaration("permit", "permit", "to be released, or declared `local permit <close>`")
            ],
            waits: true),
        FunctionDeclaration(
            "semaphore:try_acquire", "Takes a permit if one is free now.",
            parameters: [Parameter("self", .table, "the semaphore")],
            results: [ResultDeclaration("permit", "permit?", "nil when none is free")]),
        FunctionDeclaration(
            "semaphore:with", "Calls `fn` with a permit held.",
            parameters: [
                Parameter("self", .table, "the semaphore"),
                Parameter("fn", .function, "called once a permit is free"),
            ],
            rest: Parameter("...", .any, "arguments of `fn`"),
            results: [ResultDeclaration("...", "any", "what `fn` returned")],
            waits: true),
        FunctionDeclaration(
            "permit:release", "Gives a permit back; doing so twice is harmless.",
            parameters: [Parameter("self", .table, "the permit")]),
    ]

    private static let event: [FunctionDeclaration] = [
        FunctionDeclaration(
            "event:set", "Sets the event and lets all who wait for it go on.",
            parameters: [Parameter("self", .table, "the event")]),
        FunctionDeclaration(
            "event:clear", "Clears the event, so that tasks wait for it again.",
            parameters: [Parameter("self", .table, "the event")]),
        FunctionDeclaration(
            "event:is_set", "Tells whether the event is set.",
            parameters: [Parameter("self", .table, "the event")],
            results: [ResultDeclaration("set", "boolean", "whether it is set")]),
        FunctionDeclaration(
            "event:wait", "Waits until the event is set.",
            parameters: [Parameter("self", .table, "the event"), timeout], waits: true),
    ]

    private static let channel: [FunctionDeclaration] = [
        FunctionDeclaration(
            "channel:send",
            #"Puts a value into the channel, waiting for room; raises kind "closed" when it is closed."#,
            parameters: [
                Parameter("self", .table, "the channel"), Parameter("value", .any, "anything but nil"),
                timeout,
            ],
            waits: true),
        FunctionDeclaration(
            "channel:receive", "Takes the value that has been longest in the channel, waiting for one.",
            parameters: [Parameter("self", .table, "the channel"), timeout],
            results: [ResultDeclaration("value", "any", "nil once the channel is closed and empty")],
            waits: true),
        FunctionDeclaration(
            "channel:close", "Ends sending; what was sent before is still received, and after it nil.",
            parameters: [Parameter("self", .table, "the channel")]),
        FunctionDeclaration(
            "channel:each", "Gives an iterator that receives until the channel is closed and empty.",
            parameters: [Parameter("self", .table, "the channel")],
            results: [
                ResultDeclaration("iterator", "fun(): any", "for `for value in channel:each() do`; it waits")
            ]),
    ]
}

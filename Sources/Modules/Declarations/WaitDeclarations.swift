internal import Lua

/// `wait`, which is written in Lua.
enum WaitDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "wait",
            "Calls `condition()` again and again until it returns something true.",
            parameters: [
                Parameter("condition", .function, "Asked at once, after every pause, and at the deadline."),
                Parameter("options", .options(options), "How long and how often.", optional: true),
            ],
            results: [ResultDeclaration("...", "any", "What the condition returned.")],
            waits: true)
    ]

    private static let options = [
        Parameter(
            "timeout", .duration,
            #"How long at most; then an error of kind "timeout" is raised; for ever unless set."#,
            optional: true),
        Parameter("every", .duration, "The pause between two questions; 1s unless set.", optional: true),
        Parameter(
            "backoff", .number, "The factor from each pause to the next; 1 unless set.", optional: true),
        Parameter("max", .duration, "The longest pause; unlimited unless set.", optional: true),
        Parameter("what", .string, "What is waited for, for errors and the list of tasks.", optional: true),
    ]
}

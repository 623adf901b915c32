internal import Lua

/// The global functions about errors that are written in Lua.
enum ErrorDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "try",
            "Calls `fn` and gives its error as a result; cancellation and exit still pass.",
            parameters: [Parameter("fn", .function, "The function.")],
            rest: Parameter("...", .any, "Arguments of the function."),
            results: [
                ResultDeclaration("...", "any", "What the function returned; or nil."),
                ResultDeclaration(
                    "err", "any", "And then the error, mostly a table with `kind` and `message`."),
            ]),
        FunctionDeclaration(
            "fail", "Ends the script on purpose, with a message and an exit code.",
            parameters: [
                Parameter("message", .string, "One sentence for the operator."),
                Parameter("options", .options([exitCode, hint]), "How it ends.", optional: true),
            ]),
    ]

    private static let exitCode = Parameter(
        "exit_code", .integer, "From 1 to 255; 5 unless set.", optional: true)

    private static let hint = Parameter(
        "hint", .string, "What to do about it; printed on a line of its own.", optional: true)
}

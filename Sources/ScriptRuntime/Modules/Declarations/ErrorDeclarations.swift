internal import Lua

/// The global functions about errors that are written in Lua.
enum ErrorDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "try",
            "Calls `fn` and gives its error as a result; cancellation and exit still pass.",
            parameters: [Parameter("fn", .function, "the function")],
            rest: Parameter("...", .any, "arguments of the function"),
            results: [
                ResultDeclaration("...", "any", "what the function returned; or nil"),
                ResultDeclaration(
                    "err", "any", "and then the error, mostly a table with `kind` and `message`"),
            ]),
        FunctionDeclaration(
            "fail", "Ends the script on purpose, with a message and an exit code.",
            parameters: [
                Parameter("message", .string, "one sentence for the operator"),
                Parameter(
                    "options",
                    .options([Parameter("exit_code", .integer, "from 1 to 255; 5 unless set", optional: true)]
                    ),
                    "the exit code", optional: true),
            ]),
    ]
}

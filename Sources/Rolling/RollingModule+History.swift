import Lua
import ScriptRuntime

/// The functions with which scripts read recorded rolls.
extension RollingModule {
    static let historyFunctions = [
        FunctionDeclaration(
            "rolling.status",
            "How the last roll of a name stands; nil where no such roll is recorded.",
            parameters: [Parameter("name", .string, "What the roll is called.")],
            results: [
                ResultDeclaration(
                    "status",
                    "{ name: string, number: integer, status: string, began_at: string, seconds: number, lives: integer, totals: table<string, integer>, under_way: integer, left: integer, exit_code: integer?, stopped: string? }?",
                    "status: `open` (a process works on it, or the next one goes on), `held` or `closed`.")
            ]),
        FunctionDeclaration(
            "rolling.why",
            "What happened to an instance in a roll, with the evidence, as `zecscript why --json` tells it; nil where no roll has the instance.",
            parameters: [
                Parameter("instance", .string, "The id or the name of the instance."),
                Parameter(
                    "run", .string, "NAME or NAME/NUMBER; the last roll that has the instance unless given.",
                    optional: true),
            ],
            results: [
                ResultDeclaration(
                    "story",
                    "{ run: table, instance: table, status: string, events: { seq: integer, time: string, kind: string, text: string }[] }?",
                    "Its events in order, each with a sentence in `text`.")
            ]),
    ]
}

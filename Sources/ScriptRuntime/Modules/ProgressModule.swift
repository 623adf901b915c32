import Lua

/// `progress{…}`: the line that moves.
enum ProgressModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "progress", summary: "How far a long piece of work has come.",
            functions: [begin(runtime), update(runtime), finish(runtime)],
            scripted: [
                FunctionDeclaration(
                    "progress",
                    "Shows a line that moves on a terminal, and log lines now and then elsewhere.",
                    parameters: [
                        Parameter(
                            "options",
                            .options([
                                Parameter("what", .string, "What is under way."),
                                Parameter("total", .integer, "How many there are.", optional: true),
                            ]), "What to show.")
                    ],
                    results: [
                        ResultDeclaration(
                            "p", "{ update: fun(self, counts: table), finish: fun(self) }",
                            "p:update{done=, in_flight=, failed=} and p:finish().")
                    ])
            ], source: PackageResources.progress_lua)
    }

    private static func begin(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.progress_begin", "Begins one.",
                parameters: [
                    Parameter("what", .string, "What is under way."),
                    Parameter("total", .integer, "How many there are.", optional: true),
                ])
        ) { arguments in
            let progress = Progress(
                what: arguments[0].text ?? "", total: arguments[1].integer.map { Int($0) },
                at: runtime.host.now)
            runtime.progressNumber += 1
            runtime.progress[runtime.progressNumber] = progress
            runtime.console.begin(progress)
            return .value(.integer(runtime.progressNumber))
        }
    }

    private static func update(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.progress_update", "Changes its numbers.",
                parameters: [
                    Parameter("number", .integer, "Which."),
                    Parameter(
                        "counts",
                        .options([
                            Parameter("done", .integer, "Ended well.", optional: true),
                            Parameter("in_flight", .integer, "Under way.", optional: true),
                            Parameter("failed", .integer, "Ended badly.", optional: true),
                            Parameter("total", .integer, "How many there are.", optional: true),
                        ]), "What has changed."),
                ])
        ) { arguments in
            guard let number = arguments[0].integer, let progress = runtime.progress[number] else {
                return .nothing
            }
            func count(_ name: String) -> Int? {
                arguments.option(name, at: 1).integer.map { Int(clamping: max(0, $0)) }
            }
            progress.done = count("done") ?? progress.done
            progress.inFlight = count("in_flight") ?? progress.inFlight
            progress.failed = count("failed") ?? progress.failed
            progress.total = count("total") ?? progress.total
            runtime.console.show(progress)
            return .nothing
        }
    }

    private static func finish(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.progress_finish", "Ends one.", parameters: [Parameter("number", .integer, "Which.")])
        ) { arguments in
            guard let number = arguments[0].integer,
                let progress = runtime.progress.removeValue(forKey: number)
            else { return .nothing }
            runtime.console.finish(progress)
            return .nothing
        }
    }
}

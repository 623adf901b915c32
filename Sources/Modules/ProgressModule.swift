import Basics
import Lua
import ScriptRuntime

/// The function `progress`, which shows the progress line.
final class ProgressModule {
    private let runtime: ScriptRuntime
    /// The progress lines that have not ended; the keys are numbers from 1.
    private var underWay: [Int64: Progress] = [:]
    private var lastNumber: Int64 = 0

    private init(_ runtime: ScriptRuntime) { self.runtime = runtime }

    static func make(_ runtime: ScriptRuntime) -> ScriptModule { ProgressModule(runtime).module }

    private var module: ScriptModule {
        ScriptModule(
            name: "progress", summary: "How far a long piece of work has come.",
            functions: [begin, update, finish],
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
                                Parameter(
                                    "campaign", .string, "The roll that it is about, for JSON lines.",
                                    optional: true),
                            ]), "What to show.")
                    ],
                    results: [
                        ResultDeclaration(
                            "p", "{ update: fun(self, counts: table), finish: fun(self) }",
                            "p:update{done=, in_flight=, failed=, uncertain=, phase=, seconds_to_go=} and p:finish()."
                        )
                    ])
            ], chunk: OwnLua.progress)
    }

    private var begin: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.progress_begin", "Begins one.",
                parameters: [
                    Parameter("what", .string, "What is under way."),
                    Parameter("total", .integer, "How many there are.", optional: true),
                    Parameter("campaign", .string, "The roll that it is about.", optional: true),
                ])
        ) { [self] arguments in
            let progress = Progress(
                what: arguments[0].text ?? "", total: arguments[1].integer.map { Int($0) },
                at: runtime.host.now)
            progress.campaign = arguments[2].text
            lastNumber += 1
            underWay[lastNumber] = progress
            runtime.console.begin(progress)
            return .value(.integer(lastNumber))
        }
    }

    private var update: HostFunction {
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
                            Parameter(
                                "uncertain", .integer, "Ended with an unknown outcome.", optional: true),
                            Parameter("phase", .string, "What happens now, in words.", optional: true),
                            Parameter(
                                "seconds_to_go", .number,
                                "The time that the rest takes; below 0 where it is unknown.", optional: true),
                            Parameter("total", .integer, "How many there are.", optional: true),
                        ]), "What has changed."),
                ])
        ) { [self] arguments in
            guard let number = arguments[0].integer, let progress = underWay[number] else {
                return .nothing
            }
            func count(_ name: String) -> Int? {
                arguments.option(name, at: 1).integer.map { Int(clamping: max(0, $0)) }
            }
            progress.done = count("done") ?? progress.done
            progress.inFlight = count("in_flight") ?? progress.inFlight
            progress.failed = count("failed") ?? progress.failed
            progress.uncertain = count("uncertain") ?? progress.uncertain
            progress.total = count("total") ?? progress.total
            progress.phase = arguments.option("phase", at: 1).text ?? progress.phase
            if let seconds = arguments.option("seconds_to_go", at: 1).number {
                progress.estimate = estimate(seconds)
            }
            runtime.console.show(progress)
            return .nothing
        }
    }

    private func estimate(_ seconds: Double) -> Progress.Estimate {
        guard seconds >= 0, let duration = Duration(checkedSeconds: seconds.rounded()) else {
            return .unknown
        }
        return .known(duration)
    }

    private var finish: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.progress_finish", "Ends one.", parameters: [Parameter("number", .integer, "Which.")])
        ) { [self] arguments in
            guard let number = arguments[0].integer,
                let progress = underWay.removeValue(forKey: number)
            else { return .nothing }
            runtime.console.finish(progress)
            return .nothing
        }
    }
}

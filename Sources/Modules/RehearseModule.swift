import Lua
import ScriptRuntime

/// The module `rehearse`: declarations of a script that a rehearsal judges; they do nothing in a real run.
enum RehearseModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "rehearse", summary: "What rehearsals judge; nothing happens in a real run.",
            functions: [
                active(runtime), selection(runtime), maxDown(runtime), window(runtime), outcome(runtime),
            ] + RehearsalPrimitives.all(runtime),
            scripted: RehearseDeclarations.all, chunk: OwnLua.rehearse)
    }

    private static func active(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "rehearse.active", "Whether this run is a rehearsal.",
                results: [ResultDeclaration("active", "boolean", "False in a real run, and with --simulate.")]
            )
        ) { _ in .value(.boolean(runtime.configuration.observer != nil)) }
    }

    private static func selection(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "rehearse.selection",
                "Declares which instances may be rebooted; any other reboot is a violation.",
                parameters: [Parameter("ids", .array(of: "instance ids"), "All of them; may be empty.")])
        ) { arguments in
            runtime.observe(.selection(arguments[0].table?.items.compactMap(\.text) ?? []))
            return .nothing
        }
    }

    private static func maxDown(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "rehearse.max_down", "Declares how many may be down at once; --max-down goes before it.",
                parameters: [
                    Parameter(
                        "limit", .anyOf([.integer, .string]),
                        #"A number, or a share of the selection: "10%"."#)
                ])
        ) { arguments in
            guard let limit = DownLimit(arguments[0]) else {
                throw ArgumentError(argument: 1, #"a number from 1, or a share such as "10%" is expected"#)
            }
            runtime.observe(.maxDown(limit))
            return .nothing
        }
    }

    private static func window(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "rehearse.window", "Declares when reboots may be asked for.",
                parameters: [
                    Parameter(
                        "window", .options(WindowArguments.parameters), "Days, start, duration and time zone."
                    )
                ])
        ) { arguments in
            runtime.observe(.window(try WindowArguments.window(arguments, at: 0, host: runtime.host)))
            return .nothing
        }
    }

    private static func outcome(_ runtime: ScriptRuntime) -> HostFunction {
        let outcomes = ScriptAct.Outcome.allCases.map(\.rawValue)
        return HostFunction(
            FunctionDeclaration(
                "rehearse.outcome", "Says what the script believes has become of an instance.",
                parameters: [
                    Parameter("id", .string, "The instance id."),
                    Parameter("outcome", .choice(outcomes), "What became of it."),
                    Parameter("reason", .string, "Why, in one sentence.", optional: true),
                ])
        ) { arguments in
            guard let outcome = ScriptAct.Outcome(rawValue: arguments[1].text ?? "") else {
                throw ArgumentError(argument: 2, "one of \(outcomes.joined(separator: ", ")) is expected")
            }
            runtime.observe(.outcome(id: arguments[0].text ?? "", outcome, reason: arguments[2].text))
            return .nothing
        }
    }
}

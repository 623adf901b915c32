import Lua
package import ScriptRuntime

/// `require "rolling"`: the library's declarations, and what it is made of beside the other modules.
package struct RollingModule {
    /// The sources of the library's parts by name; a test changes one to see what it prevents.
    private let parts: [String: [UInt8]]

    package init(parts: [String: [UInt8]] = Self.parts) { self.parts = parts }

    package func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "libraries", summary: "Libraries that are loaded when a script first requires them.",
            functions: [library(runtime), Self.options], declared: Self.functions,
            source: PackageResources.libraries_lua)
    }

    /// What scripts call once they have required the library.
    private static var functions: [FunctionDeclaration] {
        let specification = Parameter(
            "spec", .options(RollingOptions.all.map(\.parameter)), "What to roll, and how.")
        return [
            FunctionDeclaration(
                "rolling.reboot",
                "Reboots instances batch by batch, and calls none of them done without evidence; to be had by require \"rolling\".",
                parameters: [specification],
                results: [
                    ResultDeclaration(
                        "report",
                        "{ exit_code: integer, totals: table<string, integer>, instances: table[], decisions: table[], requests: table<string, integer>, plan_hash: string }",
                        "What became of each, with its phases and evidence. exit_code: 0 all done, 5 stopped by failures, 6 uncertain ones remain, 7 not all begun, 8 finished with failures."
                    )
                ], waits: true),
            FunctionDeclaration(
                "rolling.plan", "What rolling.reboot would do; nothing is touched.",
                parameters: [specification],
                results: [
                    ResultDeclaration(
                        "plan",
                        "{ waves: table[], max_unavailable: integer, stops_at_failure: integer, proof: string, expected_seconds: number, expected_requests: integer, hash: string, lint: table[] }",
                        "Waves with their integers, limits, time, requests, notes and a hash to pin; tostring gives it for people."
                    )
                ], waits: true),
            FunctionDeclaration(
                "rolling.lint", "What one may regret about a specification.", parameters: [specification],
                results: [
                    ResultDeclaration("notes", "{ option: string, message: string }[]", "In a fixed order.")
                ],
                waits: true),
            FunctionDeclaration(
                "rolling.flags",
                "The options of a specification as declarations for script.options, named after them: --max-unavailable, --poll-leave.",
                parameters: [
                    Parameter(
                        "names", .array(of: "names"), "Only these options; all of them unless given.",
                        optional: true)
                ],
                results: [
                    ResultDeclaration(
                        "declarations", "table[]", "Headings, and options without those that are functions.")
                ]),
            FunctionDeclaration(
                "rolling.from_flags",
                "The specification that the options of a command line give; only what was given is in it.",
                parameters: [
                    Parameter("options", .table, "What script.options answered for rolling.flags.")
                ],
                results: [
                    ResultDeclaration(
                        "spec", "table", "For rolling.reboot, with the instances still to be chosen.")
                ]),
        ]
    }

    // MARK: Parts

    private func library(_ runtime: ScriptRuntime) -> HostFunction {
        let parts = parts
        return HostFunction(
            FunctionDeclaration(
                "host.library", "The bytecode of a part of a library, for host.load.",
                parameters: [Parameter("name", .string, "Its name.")])
        ) { arguments in
            let name = arguments[0].text ?? ""
            guard let source = parts[name] else { return .value(.nil) }
            return .value(
                .bytes(try runtime.lua.compiled(chunkName: "=[zecscript rolling.\(name)]", source: source)))
        }
    }

    /// The sources of the library's parts, by the names of their files.
    package static let parts: [String: [UInt8]] = [
        "admission": PackageResources.admission_lua, "amounts": PackageResources.amounts_lua,
        "availability": PackageResources.availability_lua, "batch": PackageResources.batch_lua,
        "collector": PackageResources.collector_lua, "conclusion": PackageResources.conclusion_lua,
        "evidence": PackageResources.evidence_lua, "exclusion": PackageResources.exclusion_lua,
        "flags": PackageResources.flags_lua,
        "gates": PackageResources.gates_lua,
        "headcount": PackageResources.headcount_lua, "health": PackageResources.health_lua,
        "hooks": PackageResources.hooks_lua,
        "instance_roll": PackageResources.instance_roll_lua,
        "instance_way": PackageResources.instance_way_lua,
        "interruption": PackageResources.interruption_lua, "kinds": PackageResources.kinds_lua,
        "lint": PackageResources.lint_lua,
        "measurements": PackageResources.measurements_lua, "modes": PackageResources.modes_lua,
        "notify": PackageResources.notify_lua, "pace": PackageResources.pace_lua,
        "permission": PackageResources.permission_lua, "plan": PackageResources.plan_lua,
        "poller": PackageResources.poller_lua, "question": PackageResources.question_lua,
        "report": PackageResources.report_lua,
        "roll": PackageResources.roll_lua, "rolling": PackageResources.rolling_lua,
        "second_look": PackageResources.second_look_lua, "selection": PackageResources.selection_lua,
        "specification": PackageResources.specification_lua,
        "thresholds": PackageResources.thresholds_lua, "traffic": PackageResources.traffic_lua,
    ]

    private static var options: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.rolling_options", "Every option of a specification in groups, for its check.")
        ) { _ in
            .value(
                .array(
                    RollingOptions.groups.map { group in
                        .table(
                            LuaTable([
                                "title": .string(group.title), "options": .array(group.options.map(\.value)),
                            ]))
                    }))
        }
    }
}

import Lua
package import ScriptRuntime

/// The library behind `require "rolling"`: the declarations of its functions, and its parts in Lua.
package struct RollingModule {
    /// The sources of the library's parts, by the paths of their files.
    ///
    /// A test changes a part to see what the part prevents.
    private let parts: [String: [UInt8]]

    package init(parts: [String: [UInt8]] = Self.parts) { self.parts = parts }

    package func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "libraries", summary: "Libraries that are loaded when a script first requires them.",
            functions: [library(runtime), Self.options], declared: Self.functions + Self.historyFunctions,
            source: PackageResources.libraries_lua)
    }

    /// The functions that a script can call after it has required the library.
    private static var functions: [FunctionDeclaration] {
        let specification = Parameter(
            "spec", .options(RollingOptions.all.map(\.parameter)), "What to roll, and how.")
        return [
            FunctionDeclaration(
                "rolling.reboot",
                "Reboots instances batch by batch, and calls no instance done without evidence; load it with require \"rolling\".",
                parameters: [specification],
                results: [
                    ResultDeclaration(
                        "report",
                        "{ exit_code: integer, totals: table<string, integer>, instances: table[], decisions: table[], requests: table<string, integer>, plan_hash: string }",
                        "The outcome of each instance, with its phases and evidence. exit_code: see zecscript help exit-codes."
                    )
                ], waits: true),
            FunctionDeclaration(
                "rolling.plan", "What rolling.reboot would do; nothing is touched.",
                parameters: [specification],
                results: [
                    ResultDeclaration(
                        "plan",
                        "{ waves: { size: integer, names: string[], first: string, last: string, group: string, begins_after: number, begins_at: string?, window_closes_at: string? }[], max_unavailable: integer, stops_at_failure: integer, proof: string, expected_seconds: number, expected_requests: integer, hash: string, lint: table[] }",
                        "Waves (batches) with their names and times (begins_after in seconds; begins_at and window_closes_at where there is a window), limits, time, requests, notes and a hash to pin; tostring gives it for people."
                    )
                ], waits: true),
            FunctionDeclaration(
                "rolling.lint", "Warnings about a specification.", parameters: [specification],
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

    /// The sources of the library's parts, by the paths of their files.
    package static let parts: [String: [UInt8]] = [
        "conductor": PackageResources.conductor_lua,
        "conductor/admission": PackageResources.admission_lua,
        "conductor/calls": PackageResources.calls_lua,
        "conductor/conclusion": PackageResources.conclusion_lua,
        "conductor/effects": PackageResources.effects_lua,
        "conductor/facts": PackageResources.facts_lua,
        "conductor/instances": PackageResources.instances_lua,
        "conductor/narration": PackageResources.narration_lua,
        "conductor/resumption": PackageResources.resumption_lua,
        "conductor/schedule": PackageResources.schedule_lua,
        "conductor/stopping": PackageResources.stopping_lua,
        "core/amounts": PackageResources.amounts_lua,
        "core/batch": PackageResources.batch_lua,
        "core/campaign": PackageResources.campaign_lua,
        "core/canonical": PackageResources.canonical_lua,
        "core/choice": PackageResources.choice_lua,
        "core/clearance": PackageResources.clearance_lua,
        "core/deadlines": PackageResources.deadlines_lua,
        "core/decide": PackageResources.decide_lua,
        "core/ending": PackageResources.ending_lua,
        "core/estimate": PackageResources.estimate_lua,
        "core/events": PackageResources.events_lua,
        "core/evidence": PackageResources.evidence_lua,
        "core/execution": PackageResources.execution_lua,
        "core/failures": PackageResources.failures_lua,
        "core/follow": PackageResources.follow_lua,
        "core/freshness": PackageResources.freshness_lua,
        "core/headcount": PackageResources.headcount_lua,
        "core/left": PackageResources.left_lua,
        "core/lint": PackageResources.lint_lua,
        "core/lives": PackageResources.lives_lua,
        "core/measurements": PackageResources.measurements_lua,
        "core/pace": PackageResources.pace_lua,
        "core/permission": PackageResources.permission_lua,
        "core/phase": PackageResources.phase_lua,
        "core/plan": PackageResources.plan_lua,
        "core/queue": PackageResources.queue_lua,
        "core/renewal": PackageResources.renewal_lua,
        "core/room": PackageResources.room_lua,
        "core/second_look": PackageResources.second_look_lua,
        "core/state": PackageResources.state_lua,
        "core/text": PackageResources.text_lua,
        "core/thresholds": PackageResources.thresholds_lua,
        "core/waits": PackageResources.waits_lua,
        "core/way": PackageResources.way_lua,
        "options/exclusion": PackageResources.exclusion_lua,
        "options/flags": PackageResources.flags_lua,
        "options/grouping": PackageResources.grouping_lua,
        "options/hooks": PackageResources.hooks_lua,
        "options/kinds": PackageResources.kinds_lua,
        "options/members": PackageResources.members_lua,
        "options/selection": PackageResources.selection_lua,
        "options/specification": PackageResources.specification_lua,
        "options/written": PackageResources.written_lua,
        "ports/approval": PackageResources.approval_lua,
        "ports/blockers": PackageResources.blockers_lua,
        "ports/campaigns": PackageResources.campaigns_lua,
        "ports/cloud": PackageResources.cloud_lua,
        "ports/fleet": PackageResources.fleet_lua,
        "ports/health": PackageResources.health_lua,
        "ports/journal": PackageResources.journal_lua,
        "ports/poller": PackageResources.poller_lua,
        "ports/proof": PackageResources.proof_lua,
        "ports/traffic": PackageResources.traffic_lua,
        "ports/window": PackageResources.window_lua,
        "rolling": PackageResources.rolling_lua,
        "sinks/log": PackageResources.log_lua,
        "sinks/notify": PackageResources.notify_lua,
        "sinks/progress": PackageResources.progress_lua,
        "sinks/rehearsal": PackageResources.rehearsal_lua,
        "sinks/report": PackageResources.report_lua,
        "world/calendar": PackageResources.calendar_lua,
        "world/collector": PackageResources.collector_lua,
        "world/question": PackageResources.question_lua,
        "world/work": PackageResources.work_lua,
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

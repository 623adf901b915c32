import Lua
import ZenlayerCloud

/// `require "rolling"`: the library's declarations, and what it is made of beside the other modules.
package enum RollingModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "libraries", summary: "Libraries that are loaded when a script first requires them.",
            functions: [
                library(runtime), options, window(runtime), windowAt(runtime),
                windowLength(runtime), sha256, requests(runtime),
                versions(runtime),
                isDryRun(runtime), currentTask(runtime), isCancelled(runtime), isTerminal(runtime), secondsOf,
            ], source: PackageResources.libraries_lua)
    }

    /// What scripts call once they have required the library.
    static var functions: [FunctionDeclaration] {
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

    private static func library(_ runtime: ScriptRuntime) -> HostFunction {
        let parts = runtime.configuration.libraryParts
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
        "core/amounts": PackageResources.amounts_lua,
        "core/batch": PackageResources.batch_lua,
        "core/choice": PackageResources.choice_lua,
        "core/clearance": PackageResources.clearance_lua,
        "core/deadlines": PackageResources.deadlines_lua,
        "core/decide": PackageResources.decide_lua,
        "core/ending": PackageResources.ending_lua,
        "core/events": PackageResources.events_lua,
        "core/evidence": PackageResources.evidence_lua,
        "core/follow": PackageResources.follow_lua,
        "core/freshness": PackageResources.freshness_lua,
        "core/headcount": PackageResources.headcount_lua,
        "core/lint": PackageResources.lint_lua,
        "core/measurements": PackageResources.measurements_lua,
        "core/pace": PackageResources.pace_lua,
        "core/permission": PackageResources.permission_lua,
        "core/plan": PackageResources.plan_lua,
        "core/queue": PackageResources.queue_lua,
        "core/room": PackageResources.room_lua,
        "core/second_look": PackageResources.second_look_lua,
        "core/state": PackageResources.state_lua,
        "core/text": PackageResources.text_lua,
        "core/thresholds": PackageResources.thresholds_lua,
        "core/way": PackageResources.way_lua,
        "options/exclusion": PackageResources.exclusion_lua,
        "options/flags": PackageResources.flags_lua,
        "options/grouping": PackageResources.grouping_lua,
        "options/hooks": PackageResources.hooks_lua,
        "options/kinds": PackageResources.kinds_lua,
        "options/selection": PackageResources.selection_lua,
        "options/specification": PackageResources.specification_lua,
        "ports/approval": PackageResources.approval_lua,
        "ports/blockers": PackageResources.blockers_lua,
        "ports/cloud": PackageResources.cloud_lua,
        "ports/fleet": PackageResources.fleet_lua,
        "ports/health": PackageResources.health_lua,
        "ports/journal": PackageResources.journal_lua,
        "ports/poller": PackageResources.poller_lua,
        "ports/proof": PackageResources.proof_lua,
        "ports/traffic": PackageResources.traffic_lua,
        "ports/window": PackageResources.window_lua,
        "rolling": PackageResources.rolling_lua,
        "sinks/notify": PackageResources.notify_lua,
        "sinks/rehearsal": PackageResources.rehearsal_lua,
        "sinks/report": PackageResources.report_lua,
        "sinks/roll_log": PackageResources.roll_log_lua,
        "sinks/roll_progress": PackageResources.roll_progress_lua,
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

    // MARK: Windows

    private static func window(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.window", "Opens a maintenance window and gives its number.",
                parameters: [
                    Parameter("window", .options(WindowArguments.parameters), "Days, start, duration, zone.")
                ])
        ) { arguments in
            runtime.windows.append(try WindowArguments.window(arguments, at: 0, host: runtime.host))
            return .value(.integer(Int64(runtime.windows.count)))
        }
    }

    private static func windowAt(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.window_at",
                "When an open window closes, or nil; when it opens next, or nil; and for how many seconds then.",
                parameters: [
                    Parameter("number", .integer, "From host.window."),
                    Parameter("time", .number, "Seconds since 1970 UTC."),
                ])
        ) { arguments in
            guard let (window, now) = runtime.window(arguments) else { return .nothing }
            let closes = window.opening(at: now).map { LuaValue.number(Double($0.upperBound)) } ?? .nil
            guard let next = window.nextOpening(after: now) else { return .values([closes]) }
            return .values([closes, .number(Double(next.lowerBound)), .number(Double(next.count))])
        }
    }

    private static func windowLength(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.window_length",
                "For how long a window is open without a break, in seconds, at the most.",
                parameters: [
                    Parameter("number", .integer, "From host.window."),
                    Parameter("time", .number, "From when on, in seconds since 1970 UTC."),
                ])
        ) { arguments in
            guard let (window, now) = runtime.window(arguments) else { return .nothing }
            return .value(.integer(window.longestOpening(from: now)))
        }
    }

    private static var secondsOf: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.seconds_of", "A calendar time of the API in seconds since 1970 UTC, or nil.",
                parameters: [Parameter("time", .string, "2026-01-05T09:00:00Z.")])
        ) { arguments in
            .value(CalendarTime.unixSeconds(arguments[0].text ?? "").map { .integer($0) } ?? .nil)
        }
    }

    // MARK: The run

    private static var sha256: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.sha256", "The SHA-256 of a text, in hexadecimal digits.",
                parameters: [Parameter("text", .string, "It.")])
        ) { arguments in .value(.string(Digest.sha256(arguments[0].rawBytes ?? []))) }
    }

    private static func requests(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.requests", "Requests sent so far, by action.")) { _ in
            let counts = runtime.requestCounts.sorted { $0.key < $1.key }
            return .value(
                .table(
                    LuaTable(
                        fields: counts.map { .init(key: .string($0.key), value: .integer(Int64($0.value))) }))
            )
        }
    }

    private static func versions(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.versions", "What a report names beside the outcome.")) { _ in
            let tzdata = (try? runtime.host.readFile("/usr/share/zoneinfo/tzdata.zi"))
                .flatMap {
                    String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(
                        separator: " "
                    ).last
                }
            return .value(
                .table(
                    LuaTable([
                        "zecscript": .string(runtime.configuration.programVersion), "lua": "5.4",
                        "tzdata": tzdata.map { .string(String($0)) } ?? "unknown",
                    ])))
        }
    }

    private static func isDryRun(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.is_dry_run", "Whether nothing may be changed.")) { _ in
            .value(.boolean(runtime.configuration.isDryRun))
        }
    }

    private static func currentTask(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.current_task",
                "The running task as two numbers, for host.is_cancelled: its slot and its serial number.")
        ) { _ in
            guard let slot = runtime.current else { return .nothing }
            return .values([.integer(Int64(slot)), .integer(Int64(bitPattern: runtime.tasks[slot].serial))])
        }
    }

    private static func isCancelled(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.is_cancelled",
                "Whether a task is to end, also where a shield keeps that from it. The running task unless given.",
                parameters: [
                    Parameter("slot", .integer, "From host.current_task.", optional: true),
                    Parameter("serial", .integer, "From host.current_task.", optional: true),
                ])
        ) { arguments in
            .value(.boolean(runtime.mustEnd(slot: arguments[0].integer, serial: arguments[1].integer)))
        }
    }

    private static func isTerminal(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.is_terminal", "Whether somebody watches.")) { _ in
            .value(.boolean(runtime.host.terminalWidth(of: .standardError) != nil))
        }
    }
}

extension ScriptRuntime {
    /// A window and a moment: the first two arguments.
    fileprivate func window(_ arguments: Arguments) -> (MaintenanceWindow, Int64)? {
        let number = Int(arguments[0].integer ?? 0)
        guard windows.indices.contains(number - 1), let time = arguments[1].number, abs(time) < 1e15 else {
            return nil
        }
        return (windows[number - 1], Int64(time))
    }

    /// Whether a task was cancelled, or one of its children failed; the running task where none is given.
    fileprivate func mustEnd(slot: Int64?, serial: Int64?) -> Bool {
        guard let slot = slot.flatMap({ UInt32(exactly: $0) }) ?? current else { return false }
        if let serial {
            let task = TaskReference(slot: slot, serial: UInt64(bitPattern: serial))
            guard tasks.isLive(task) else { return true }
        }
        return tasks[slot].cancellation != nil || tasks[slot].hasAdoptedFailure
    }
}

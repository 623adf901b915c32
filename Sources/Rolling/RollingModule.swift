package import Lua
package import ScriptRuntime

/// The library behind `require "rolling"`: the declarations of its functions, and its parts in Lua.
package struct RollingModule {
    /// The library's parts, by the paths of their files; made when a script requires the library.
    private let parts: () -> [String: OwnChunk]

    /// - Parameter parts: The library's own parts, or parts that a test edited to see what they prevent.
    package init(parts: @autoclosure @escaping () -> [String: OwnChunk] = Self.parts) { self.parts = parts }

    package func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "libraries", summary: "Libraries that are loaded when a script first requires them.",
            functions: [library(runtime), Self.options], declared: Self.functions + Self.historyFunctions,
            records: ReportDeclaration.all, chunk: OwnLua.libraries)
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
                        "report", ReportDeclaration.report.name,
                        "The outcome of each instance, with its phases and evidence, and the exit code."
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
            guard let part = parts()[name] else { return .value(.nil) }
            return .value(.bytes(try runtime.lua.bytecode(of: part)))
        }
    }

    /// The library's parts, by the paths of their files.
    package static let parts = Dictionary(
        uniqueKeysWithValues: OwnLua.all.filter { $0.path != OwnLua.libraries.path }.map { ($0.path, $0) })

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

import Lua
import ZenlayerCloud

// What only looks.
extension CloudModule {
    static func reads(_ runtime: ScriptRuntime) -> [HostFunction] {
        [
            status(runtime), instances(runtime), openPages(runtime), nextPage(runtime), zones(runtime),
            uptime(runtime), maintenance(runtime),
        ]
    }

    private static func status(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.status",
                "What instances are doing; what several tasks ask at once goes into common requests.",
                parameters: [Parameter("ids", .oneOrMore(of: "instance id"), "One id, or an array of them.")],
                results: [
                    ResultDeclaration(
                        "status", "string|table<string, string>",
                        "The status of one, or a map from id to status; NOT_FOUND for one that the cloud doesn't know."
                    )
                ], waits: true)
        ) { arguments in
            let ids = try arguments.instanceIDs(0), isSingle = arguments[0].table == nil
            return try runtime.askCloud(
                "the status of \(ids.count) instance\(ids.count == 1 ? "" : "s")",
                start: { $0.statuses(of: ids, completion: $1) },
                answer: { statuses in
                    if isSingle { return .value(.string(statuses[ids[0]]?.rawValue ?? "NOT_FOUND")) }
                    let rows = statuses.map { (id: $0.key, value: LuaValue.string($0.value.rawValue)) }
                    return .value(.table(LuaTable(byID: rows)))
                })
        }
    }

    // MARK: The inventory

    /// The names of the API, which are those of the filter as well.
    static let filter = Parameter(
        "filter",
        .options([
            Parameter("instanceIds", .array(of: "instance ids"), "Only these.", optional: true),
            Parameter("zoneId", .string, "The zone.", optional: true),
            Parameter("imageId", .string, "The image.", optional: true),
            Parameter("instanceType", .string, "The type.", optional: true),
            Parameter("instanceTypeSeries", .string, "The series of types.", optional: true),
            Parameter("ipv4Address", .string, "An IPv4 address.", optional: true),
            Parameter("ipv6Address", .string, "An IPv6 address.", optional: true),
            Parameter("status", .string, "The status.", optional: true),
            Parameter("name", .string, "A part of the name.", optional: true),
            Parameter("resourceGroupId", .string, "The resource group.", optional: true),
            Parameter("tagKeys", .array(of: "tag names"), "Tags that must be there.", optional: true),
            Parameter("tags", .table, "Tags and their values: {role=\"web\"}.", optional: true),
        ]), "Conditions that must all hold; {} for every instance.")

    private static func instances(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.instances", "All instances that match, each once.", parameters: [filter],
                results: [
                    ResultDeclaration(
                        "instances", "table[]",
                        "The API's own fields: instanceId, instanceName, zoneId, status, …; tags is a map.")
                ], waits: true)
        ) { arguments in
            let filter = try arguments.filter(0)
            return try runtime.askCloud(
                "the list of instances", start: { $0.instances(matching: filter, completion: $1) },
                answer: { .value(.array($0.map { LuaValue(.object($0), keepsNull: false) })) })
        }
    }

    private static func openPages(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration("host.pages", "Begins a list that comes page by page.", parameters: [filter])
        ) { arguments in
            let filter = try arguments.filter(0)
            do throws(CloudError) {
                runtime.pagesNumber += 1
                runtime.pages[runtime.pagesNumber] = try ScriptRuntime.pages(of: filter, runtime)
                return .value(.integer(runtime.pagesNumber))
            } catch {
                throw ScriptError(error)
            }
        }
    }

    private static func nextPage(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.next_page", "The next page, or nil.",
                parameters: [Parameter("number", .integer, "From host.pages.")], waits: true)
        ) { arguments in
            guard let number = arguments[0].integer, let pages = runtime.pages[number] else {
                return .value(.nil)
            }
            return try runtime.askCloud(
                "a page of instances", start: { _, done in pages.next(completion: done) },
                answer: { rows in
                    guard let rows else {
                        runtime.pages[number] = nil
                        return .value(.nil)
                    }
                    return .value(.array(rows.map { LuaValue(.object($0), keepsNull: false) }))
                })
        }
    }

    // MARK: Others

    private static func zones(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.zones", "The zones that instances can be in.",
                results: [
                    ResultDeclaration(
                        "zones", "table[]", "The API's own fields: zoneId, regionId, timeZone, ….")
                ],
                waits: true)
        ) { _ in
            try runtime.askCloud(
                "the list of zones", start: { $0.zones(completion: $1) },
                answer: { .value(.array($0.map { LuaValue(.object($0), keepsNull: false) })) })
        }
    }

    private static func uptime(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.uptime", "How long an instance has been up, as the monitoring last saw it.",
                parameters: [Parameter("id", .string, "The instance id.")],
                results: [
                    ResultDeclaration(
                        "seconds", "number?", "nil where there is no sample of the last ten minutes."),
                    ResultDeclaration("measured_at", "string?", "When, as the API writes it, in UTC."),
                ], waits: true)
        ) { arguments in
            let id = try arguments.instanceIDs(0)[0]
            return try runtime.askCloud(
                "the uptime of \(id)", start: { $0.uptime(of: id, completion: $1) },
                answer: { uptime in
                    guard let uptime else { return .value(.nil) }
                    return .values([.number(uptime.duration.inSeconds), .string(uptime.measuredAt)])
                })
        }
    }

    private static func maintenance(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.maintenance", "What the provider itself is about to do to instances.",
                results: [
                    ResultDeclaration(
                        "alerts", "table[]",
                        "The API's own fields: instanceId, impact, startTime, endTime, status.")
                ], waits: true)
        ) { _ in
            try runtime.askCloud(
                "the provider's maintenance alerts", start: { $0.maintenanceAlerts(completion: $1) },
                answer: { .value(.array($0.map { LuaValue(.object($0), keepsNull: false) })) })
        }
    }
}

extension ScriptRuntime {
    fileprivate static func pages(
        of filter: InstanceFilter, _ runtime: ScriptRuntime
    ) throws(CloudError) -> InstancePages {
        do {
            return try runtime.cloud().instancePages(matching: filter)
        } catch let error as CloudError {
            throw error
        } catch {
            throw CloudError(
                .configuration, code: "NO_CLOUD", message: "\((error as? ScriptError)?.message ?? "")")
        }
    }
}

extension Arguments {
    fileprivate func filter(_ index: Int) throws -> InstanceFilter {
        do {
            var object = JSONObject()
            for field in self[index].table?.namedFields ?? [] {
                object[field.name] = try JSONValue(field.value)
            }
            return try InstanceFilter(object)
        } catch let error as JSONConversionError {
            throw ArgumentError(argument: index + 1, error.problem)
        } catch let error as CloudError {
            throw ArgumentError(argument: index + 1, error.message)
        }
    }
}

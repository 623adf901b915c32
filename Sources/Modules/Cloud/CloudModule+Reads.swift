import Basics
import Lua
import ZenlayerCloud

// Functions that read from the cloud and change nothing.
extension CloudModule {
    var reads: [HostFunction] {
        [
            status, instances, openPages, nextPage, zones,
            uptime, maintenance,
        ]
    }

    private var status: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.status",
                "What instances are doing; what several tasks ask at once goes into common requests.",
                parameters: [Parameter("ids", .oneOrMore(of: "instance id"), "One id, or an array of them.")],
                results: [
                    ResultDeclaration(
                        "status", "string|table<string, string>",
                        "The status of one id, or a map from id to status; NOT_FOUND if the cloud does not know the id."
                    )
                ], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0), isSingle = arguments[0].table == nil
            return try ask(
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

    private var instances: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.instances", "All instances that match, each once.",
                parameters: [InstanceDeclaration.filter],
                results: [
                    ResultDeclaration(
                        "instances", "zec.instance[]",
                        "Their rows: instanceId, instanceName, zoneId, status, …; zecscript help instance lists the fields."
                    )
                ], waits: true)
        ) { [self] arguments in
            let filter = try arguments.filter(0)
            return try ask(
                "the list of instances", start: { $0.instances(matching: filter, completion: $1) },
                answer: { .value(.array($0.map { LuaValue(.object($0), keepsNull: false) })) })
        }
    }

    private var openPages: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.pages", "Begins a list that comes page by page.",
                parameters: [InstanceDeclaration.filter])
        ) { [self] arguments in
            let filter = try arguments.filter(0)
            do throws(CloudError) {
                lastPagesNumber += 1
                pages[lastPagesNumber] = try pages(of: filter)
                return .value(.integer(lastPagesNumber))
            } catch {
                throw ScriptError(error)
            }
        }
    }

    private var nextPage: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.next_page", "The next page, or nil.",
                parameters: [Parameter("number", .integer, "From host.pages.")], waits: true)
        ) { [self] arguments in
            guard let number = arguments[0].integer, let pages = pages[number] else {
                return .value(.nil)
            }
            return try ask(
                "a page of instances", start: { _, done in pages.next(completion: done) },
                answer: { rows in
                    guard let rows else {
                        self.pages[number] = nil
                        return .value(.nil)
                    }
                    return .value(.array(rows.map { LuaValue(.object($0), keepsNull: false) }))
                })
        }
    }

    // MARK: Others

    private var zones: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.zones", "The zones that instances can be in.",
                results: [
                    ResultDeclaration(
                        "zones", "table[]", "The API's own fields: zoneId, regionId, timeZone, ….")
                ],
                waits: true)
        ) { [self] _ in
            try ask(
                "the list of zones", start: { $0.zones(completion: $1) },
                answer: { .value(.array($0.map { LuaValue(.object($0), keepsNull: false) })) })
        }
    }

    private var uptime: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.uptime", "How long an instance has been up, as the monitoring last saw it.",
                parameters: [Parameter("id", .string, "The instance id.")],
                results: [
                    ResultDeclaration(
                        "seconds", "number?", "nil where there is no sample of the last ten minutes."),
                    ResultDeclaration("measured_at", "string?", "When, as the API writes it, in UTC."),
                    ResultDeclaration("age", "number?", "Seconds since then, by the cloud's clock."),
                ], waits: true)
        ) { [self] arguments in
            let id = try arguments.instanceIDs(0)[0]
            return try ask(
                "the uptime of \(id)", start: { $0.uptime(of: id, completion: $1) },
                answer: { uptime in
                    guard let uptime else { return .value(.nil) }
                    return .values([
                        .number(uptime.duration.inSeconds), .string(uptime.measuredAt),
                        uptime.age.map { .number($0.inSeconds) } ?? .nil,
                    ])
                })
        }
    }

    private var maintenance: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.maintenance", "What the provider itself is about to do to instances.",
                results: [
                    ResultDeclaration(
                        "alerts", "table[]",
                        "The API's own fields: instanceId, impact, startTime, endTime, status.")
                ], waits: true)
        ) { [self] _ in
            try ask(
                "the provider's maintenance alerts", start: { $0.maintenanceAlerts(completion: $1) },
                answer: { .value(.array($0.map { LuaValue(.object($0), keepsNull: false) })) })
        }
    }
}

extension CloudModule {
    private func pages(of filter: InstanceFilter) throws(CloudError) -> InstancePages {
        do {
            return try cloud().instancePages(matching: filter)
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

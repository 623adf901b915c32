import Basics
import Lua
import ScriptRuntime
import ZenlayerCloud

// Commands inside instances, boot ids, and any other action of the API.
extension CloudModule {
    var commands: [HostFunction] {
        [execute, bootID, call]
    }

    private var execute: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.exec", "Runs a shell script inside instances, through the cloud's agent.",
                parameters: [
                    Self.ids, Parameter("shell", .string, "The script, at most 16,384 characters."),
                    Parameter(
                        "options",
                        .options([
                            Parameter(
                                "timeout", .duration, "In each instance, 1s to 60s; 30s unless set.",
                                optional: true),
                            Parameter(
                                "repeatable", .boolean,
                                "Whether it may run twice: then a refusal for one instance does not keep the others from running it.",
                                optional: true),
                        ]), "How.", optional: true),
                ],
                results: [
                    ResultDeclaration(
                        "results",
                        "table<string, { status: string, exit_code: integer?, stdout: string, stderr: string }>",
                        "By id; status is Success, Failed, Timeout, Error, Refused or Unknown.")
                ], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0), shell = arguments[1].text ?? ""
            let timeout = try arguments.duration(option: "timeout", at: 2) ?? .seconds(30)
            let isRepeatable = arguments.option("repeatable", at: 2) == true
            if try runtime.dryRun("run in \(Self.named(ids)): \(shell)") != nil { return Self.withheld(ids) }
            return try ask(
                "a command in \(ids.count) instances", mustSettle: true,
                start: {
                    $0.execute(shell, on: ids, timeout: timeout, mayRunTwice: isRepeatable, completion: $1)
                },
                answer: { results in
                    let rows = results.map { (id: $0.key, value: Self.value(of: $0.value)) }
                    return .value(.table(LuaTable(byID: rows)))
                })
        }
    }

    /// Describes instances for a dry run: their number, and up to five ids.
    private static func named(_ ids: [String]) -> String {
        let shown = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
        return "\(ids.count) instance\(ids.count == 1 ? "" : "s") (\(shown))"
    }

    /// Returns the answer of a dry run to a command: success in every instance, so that the script goes on.
    private static func withheld(_ ids: [String]) -> HostAnswer {
        let rows = ids.map { id in
            let result = LuaTable([
                "status": "Success", "exit_code": 0, "stdout": "", "stderr": "", "dry_run": true,
            ])
            return (id: id, value: LuaValue.table(result))
        }
        return .value(.table(LuaTable(byID: rows)))
    }

    /// The answer of a dry run to an action: the action failed for no instance.
    private static var withheldCall: HostAnswer {
        .value(.table(LuaTable(["requestId": "", "instanceIds": .strings([]), "dry_run": true])))
    }

    private static func value(of result: CommandResult) -> LuaValue {
        .table(
            LuaTable([
                "status": .string(result.status),
                "exit_code": result.exitCode.map { .integer(Int64($0)) } ?? .nil,
                "stdout": .string(result.stdout), "stderr": .string(result.stderr),
                "code": result.code.map { .string($0) } ?? .nil,
            ]))
    }

    private var bootID: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.boot_id",
                "The kernel's boot ids, which differ after every boot: the best proof of a reboot.",
                parameters: [Self.ids],
                results: [
                    ResultDeclaration(
                        "boot_ids", "table<string, string>",
                        "By id; nothing for one without an agent, or on a cloud without the service: unknown, never proof."
                    )
                ], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0)
            return try ask(
                "the boot ids of \(ids.count) instances", start: { $0.bootIDs(of: ids, completion: $1) },
                answer: { found in
                    let rows = found.map { (id: $0.key, value: LuaValue.string($0.value)) }
                    return .value(.table(LuaTable(byID: rows)))
                })
        }
    }

    private var call: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.call",
                "Performs any action of the API; only those named Describe… are repeated after a failure.",
                parameters: [
                    Parameter("action", .string, "Its name: DescribeInstances."),
                    Parameter(
                        "parameters", .table, "Its parameters, by the API's own names.", optional: true),
                    Parameter(
                        "options",
                        .options([
                            Parameter("service", .string, "zec unless set.", optional: true),
                            Parameter("version", .string, "That of the service unless set.", optional: true),
                        ]), "Where.", optional: true),
                ],
                results: [ResultDeclaration("response", "table", "The response object; null is json.null.")],
                waits: true)
        ) { [self] arguments in
            let action = arguments[0].text ?? "", isRead = action.hasPrefix("Describe")
            let parameters = try arguments.parameters(1)
            let service = arguments.option("service", at: 2).text ?? "zec"
            let version = arguments.option("version", at: 2).text
            if !isRead, try runtime.dryRun("call \(action)") != nil { return Self.withheldCall }
            observeCall(action, parameters)
            return try ask(
                "the answer to \(action)", mustSettle: !isRead,
                start: { $0.call(action, parameters, service: service, version: version, completion: $1) },
                answer: { .value(LuaValue(.object($0.value), keepsNull: true)) })
        }
    }
}

extension CloudModule {
    /// Reports a reboot, start or stop that the script requests by the name of the action.
    private func observeCall(_ action: String, _ parameters: JSONObject) {
        let powers: [String: ScriptAct.Power] = [
            "RebootInstances": .reboot, "StartInstances": .start, "StopInstances": .stop,
        ]
        guard let power = powers[action] else { return }
        let ids = parameters["instanceIds"]?.arrayValue?.compactMap(\.stringValue) ?? []
        runtime.observe(.power(power, ids: ids))
    }
}

extension Arguments {
    fileprivate func parameters(_ index: Int) throws(ArgumentError) -> JSONObject {
        do throws(JSONConversionError) {
            guard let table = self[index].table else { return [:] }
            guard let object = try JSONValue(.table(table)).objectValue else {
                throw JSONConversionError("parameters have names; this is an array")
            }
            return object
        } catch {
            throw ArgumentError(argument: index + 1, error.problem)
        }
    }
}

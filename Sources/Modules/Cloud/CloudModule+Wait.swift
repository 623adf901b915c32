import Basics
import Lua
import ScriptRuntime
import ZenlayerCloud

extension CloudModule {
    var wait: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.wait",
                "Waits until instances have a status; an error of a read decides nothing, only time does.",
                parameters: [
                    Self.ids, Parameter("status", .string, "The status: \"RUNNING\"."),
                    Parameter(
                        "options",
                        .options([
                            Parameter("timeout", .duration, "10m unless set.", optional: true),
                            Parameter(
                                "every", .duration, "Between two looks, 5s unless set.", optional: true),
                            Parameter(
                                "left", .boolean, "Counts only once it was seen in another status first.",
                                optional: true),
                        ]), "How long, and what counts.", optional: true),
                ],
                results: [
                    ResultDeclaration(
                        "seen", "{ reached: string[], left: string[] }",
                        "The ids of the instances that have the status, and of those that were seen in another status. A time-out raises an error of kind timeout that also has pending and lost, maps from id to status."
                    )
                ], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0)
            let status = InstanceStatus(rawValue: arguments[1].text ?? "")
            let timeout = try arguments.duration(option: "timeout", at: 2) ?? .seconds(600)
            let every = try arguments.duration(option: "every", at: 2) ?? .seconds(5)
            let mustLeave = arguments.option("left", at: 2) == true
            if mustLeave, try runtime.dryRun("wait for \(ids.count) to be \(status) again") != nil {
                return Self.seen(reached: ids, left: [])
            }
            return try ask(
                "\(ids.count) instance\(ids.count == 1 ? "" : "s") to be \(status)",
                start: { client, done in
                    client.waitFor(
                        ids, status: status, mustLeave: mustLeave, timeout: timeout, every: every,
                        completion: done)
                },
                answer: { outcome in
                    if outcome.pending.isEmpty, outcome.lost.isEmpty {
                        return Self.seen(reached: outcome.reached, left: outcome.left)
                    }
                    return .failure(
                        Self.timeout(outcome, of: ids.count, status, timeout, mustLeave: mustLeave))
                })
        }
    }

    private static func seen(reached: [String], left: [String]) -> HostAnswer {
        .value(.table(LuaTable(["reached": .strings(reached), "left": .strings(left)])))
    }

    private static func timeout(
        _ outcome: StatusWaitOutcome, of count: Int, _ status: InstanceStatus, _ limit: Duration,
        mustLeave: Bool
    ) -> ScriptError {
        let missing = outcome.lost + outcome.pending
        let shown = missing.prefix(3).map { instance in
            let word = instance.lastStatus?.rawValue ?? "unknown"
            let hasStayed = mustLeave && instance.lastStatus == status
            return "\(instance.id) is \(word)" + (hasStayed ? " and was never seen leaving it" : "")
        }
        var message = "\(missing.count) of \(count) not \(status)\(mustLeave ? " again" : "")"
        message += outcome.pending.isEmpty ? ", and will not be" : " after \(DurationText.describe(limit))"
        message += ": " + shown.joined(separator: ", ") + (missing.count > 3 ? ", …" : "")
        if let error = outcome.lastError { message += "; the last look failed: \(error)" }
        func map(_ rows: [StatusWaitOutcome.Instance]) -> LuaValue {
            .table(
                LuaTable(byID: rows.map { (id: $0.id, value: .string($0.lastStatus?.rawValue ?? "UNKNOWN")) })
            )
        }
        return ScriptError(
            kind: "timeout", message: message,
            details: LuaTable([
                "reached": .strings(outcome.reached), "left": .strings(outcome.left),
                "pending": map(outcome.pending), "lost": map(outcome.lost),
            ]).fields)
    }
}

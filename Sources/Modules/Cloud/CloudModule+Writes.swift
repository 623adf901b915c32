import Journal
import Lua
import ScriptRuntime
import ZenlayerCloud

// reboot, start, stop: the functions that change instances. A cancelled task still waits for the answer to
// its request, because the answer must be known.
extension CloudModule {
    var writes: [HostFunction] {
        [reboot, rebootOfRoll, unresolved, start, stop]
    }

    private static let outcome = ResultDeclaration(
        "outcome",
        AnswerDeclaration.answer.name,
        "Each id is in exactly one of the first three: accepted is not yet done, unknown must be looked at."
    )

    private static let force = Parameter(
        "force", .boolean, "Reboots instances that are starting or rebooting as well.", optional: true)

    private static let within = Parameter(
        "within", .duration,
        "Not sent any more after this time, when the cloud asks to slow down: what was decided may be wrong by then.",
        optional: true)

    private static let again = Parameter(
        "again", .boolean,
        "Reboots instances even if the result of an earlier request of the last day is unknown.",
        optional: true)

    private var reboot: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.reboot",
                "Asks the cloud to reboot instances, once and never again, in requests of at most 100; recorded before it is sent.",
                parameters: [
                    Self.ids,
                    Parameter(
                        "options", .options([Self.force, Self.within, Self.again]), "How.", optional: true),
                ], results: [Self.outcome], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0), force = arguments.option("force", at: 1).boolean
            let within = try arguments.duration(option: "within", at: 1)
            if let answer = try intend("reboot", ids) { return answer }
            let wish = RebootWish(
                ids: ids, isForced: force, within: within,
                isRepeated: arguments.option("again", at: 1) == true, place: runtime.lua.currentPlace)
            let client = try cloud()
            runtime.observe(.power(.reboot, ids: ids))
            let ticket = try runtime.beginOperation("the answer to a reboot of \(ids.count)")
            let request = RebootRequest(
                wish, runtime: runtime, client: client, journal: journal, ticket: ticket)
            runtime.onCancel(ticket) { request.cancel() }
            request.start()
            return .wait
        }
    }

    private var rebootOfRoll: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.reboot", "As zec.reboot, for a roll: it has recorded the intent itself.",
                parameters: [
                    Self.ids,
                    Parameter("options", .options([Self.force, Self.within]), "How.", optional: true),
                ], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0), force = arguments.option("force", at: 1).boolean
            let within = try arguments.duration(option: "within", at: 1)
            if let answer = try intend("reboot", ids) { return answer }
            runtime.observe(.power(.reboot, ids: ids))
            return try ask(
                "the answer to a reboot of \(ids.count)", mustSettle: true,
                start: { $0.reboot(ids, force: force, within: within, completion: $1) }, answer: Self.answer)
        }
    }

    private var unresolved: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.unresolved_requests",
                "Which instances a script has asked for within a day, where nothing is known of what became of that: who and when, by id.",
                parameters: [Self.ids])
        ) { [self] arguments in
            let found = try journal.ofScripts(about: try arguments.instanceIDs(0))
            let byID = Dictionary(grouping: found, by: \.instance)
            let rows = byID.map { (id: $0.key, value: LuaValue.string($0.value.last?.sentence ?? "")) }
            return .value(.table(LuaTable(byID: rows)))
        }
    }

    private var start: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.start", "Asks the cloud to start stopped instances.", parameters: [Self.ids],
                results: [Self.outcome],
                waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0)
            if let answer = try intend("start", ids) { return answer }
            runtime.observe(.power(.start, ids: ids))
            return try ask(
                "the answer to a start of \(ids.count)", mustSettle: true,
                start: { $0.start(ids, completion: noted("start", ids, $1)) }, answer: Self.answer)
        }
    }

    private var stop: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "zec.stop", "Asks the cloud to stop instances, in an orderly way unless forced.",
                parameters: [
                    Self.ids,
                    Parameter(
                        "options",
                        .options([Parameter("force", .boolean, "As if the power failed.", optional: true)]),
                        "How.", optional: true),
                ], results: [Self.outcome], waits: true)
        ) { [self] arguments in
            let ids = try arguments.instanceIDs(0), force = arguments.option("force", at: 1) == true
            let action = force ? "stop by force" : "stop"
            if let answer = try intend(action, ids) { return answer }
            runtime.observe(.power(.stop, ids: ids))
            return try ask(
                "the answer to a stop of \(ids.count)", mustSettle: true,
                start: { $0.stop(ids, force: force, completion: noted(action, ids, $1)) }, answer: Self.answer
            )
        }
    }

    /// Returns a completion that records the answer to a start or a stop before it calls `completion`.
    private func noted(
        _ action: String, _ ids: [String], _ completion: @escaping (Result<WriteOutcome, CloudError>) -> Void
    ) -> (Result<WriteOutcome, CloudError>) -> Void {
        { [journal] result in
            journal.note(action, ids, result)
            completion(result)
        }
    }

    static func answer(_ result: Result<WriteOutcome, CloudError>) -> HostAnswer {
        switch result {
        case .success(let outcome): answer(outcome)
        case .failure(let error): .failure(ScriptError(error))
        }
    }

    private static func answer(_ outcome: WriteOutcome) -> HostAnswer {
        let refused = outcome.refused.map { refused in
            LuaValue.table(
                LuaTable([
                    "id": .string(refused.id), "code": .string(refused.code),
                    "message": .string(refused.message), "retryable": .boolean(refused.retryable),
                ]))
        }
        return .value(
            .table(
                LuaTable([
                    "accepted": .strings(outcome.accepted), "refused": .array(refused),
                    "unknown": .strings(outcome.unknown), "request_ids": .strings(outcome.requestIDs),
                    "unknown_cause": outcome.unknownCause.map { .string($0.description) } ?? .nil,
                ])))
    }
}

extension CloudModule {
    /// In a dry run, prints the action and returns an answer without accepted instances; returns nil
    /// otherwise.
    private func intend(_ verb: String, _ ids: [String]) throws(ScriptError) -> HostAnswer? {
        let shown = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
        guard try runtime.dryRun("\(verb) \(ids.count) instance\(ids.count == 1 ? "" : "s"): \(shown)") != nil
        else {
            return nil
        }
        return .value(
            .table(
                LuaTable([
                    "accepted": .array([]), "refused": .array([]), "unknown": .array([]),
                    "request_ids": .array([]), "dry_run": true,
                ])))
    }
}

import Basics
import Lua
import ScriptRuntime
import ZenlayerCloud

/// The module `zec`: the functions of the cloud for scripts.
final class CloudModule {
    let runtime: ScriptRuntime
    private let settings: ClientSettings?
    private var client: ZenlayerClient?
    /// Lists that a script reads page by page; the keys are numbers from 1.
    var pages: [Int64: InstancePages] = [:]
    var lastPagesNumber: Int64 = 0
    /// Requests sent so far, by action.
    private var requestCounts: [String: Int] = [:]
    /// The journal of the requests that the script makes outside of rolls.
    let journal: RequestJournal

    /// Makes the module; `isConversation` tells whether an operator types the script line by line.
    init(_ runtime: ScriptRuntime, client settings: ClientSettings?, isConversation: Bool = false) {
        self.runtime = runtime
        self.settings = settings
        journal = RequestJournal(runtime, client: settings, isConversation: isConversation)
    }

    var module: ScriptModule {
        ScriptModule(
            name: "zec", summary: "Zenlayer Elastic Compute.",
            functions: writes + reads + commands + [wait, requests],
            records: [InstanceDeclaration.row, AnswerDeclaration.answer, AnswerDeclaration.refusal])
    }

    static let ids = Parameter(
        "ids", .array(of: "instance ids"), "Which instances; any number, each taken once.")
}

extension Arguments {
    /// Returns the instance ids of the argument at an index, counted from 0; each id once.
    /// - Throws: An error if the list is wrong or empty: an empty list never means all instances.
    func instanceIDs(_ index: Int) throws(ArgumentError) -> [String] {
        if let id = self[index].text { return [id] }
        let table = self[index].table ?? LuaTable()
        guard table.fields.isEmpty else {
            throw ArgumentError(argument: index + 1, "an array of instance ids has no named fields")
        }
        guard !table.items.isEmpty else {
            throw ArgumentError(argument: index + 1, "the list of instance ids is empty; it never means all")
        }
        var ids: [String] = []
        for (position, item) in table.items.enumerated() {
            guard let id = item.text, !id.isEmpty else {
                let problem = "instance id \(position + 1) is a \(item.typeName), not a text"
                throw ArgumentError(
                    argument: index + 1, item.text == "" ? "an instance id is empty" : problem)
            }
            ids.append(id)
        }
        return ids.withoutRepeats()
    }
}

extension CloudModule {
    /// Returns the client; makes it at the first call, so that a script without cloud functions needs no
    /// credentials.
    func cloud() throws -> ZenlayerClient {
        if let client { return client }
        guard let settings else {
            throw ScriptError(kind: "configuration", message: "this run has no cloud")
        }
        do throws(CloudError) {
            let client = ZenlayerClient(
                configuration: settings.configuration, credentials: try settings.credentials(),
                transport: runtime.host.transport, timeline: LoopTimeline(runtime)
            ) { [weak self] in self?.note($0) }
            self.client = client
            return client
        } catch {
            throw ScriptError(error)
        }
    }

    /// Starts a cloud operation for which the task waits; `start` gets the client and the function to call
    /// with the result.
    func ask<Value>(
        _ what: String, mustSettle: Bool = false,
        start: (ZenlayerClient, @escaping (Result<Value, CloudError>) -> Void) -> any Cancellable,
        answer: @escaping (Value) -> HostAnswer
    ) throws -> HostAnswer {
        let client = try cloud()
        let ticket = try runtime.beginOperation(what, mustSettle: mustSettle)
        let operation = start(client) { [runtime] result in
            switch result {
            case .success(let value): runtime.finish(ticket, answer(value))
            case .failure(let error): runtime.finish(ticket, .failure(ScriptError(error)))
            }
        }
        runtime.onCancel(ticket) { operation.cancel() }
        return .wait
    }

    private var requests: HostFunction {
        HostFunction(FunctionDeclaration("host.requests", "Requests sent so far, by action.")) { [self] _ in
            let counts = requestCounts.sorted { $0.key < $1.key }
            return .value(
                .table(
                    LuaTable(
                        fields: counts.map { .init(key: .string($0.key), value: .integer(Int64($0.value))) }))
            )
        }
    }

    private func note(_ event: ClientEvent) {
        switch event {
        case .sent(let request):
            requestCounts[request.action, default: 0] += 1
            runtime.console.log(.trace, "request", fields: fields(request))
        case .answered(let request, let answer):
            guard runtime.console.logs(.debug) else { return }
            let duration = DurationText.describe(answer.duration)
            let outcome = answer.error.map { $0.description } ?? "ok"
            var fields = fields(request) + [("duration", .string(duration)), ("outcome", .string(outcome))]
            if let id = answer.requestID { fields.append(("request_id", .string(id))) }
            runtime.console.log(.debug, "answer", fields: fields)
        case .retrying(let request, let delay, let error):
            let message = "asking again in \(DurationText.describe(delay)): \(error)"
            runtime.console.log(.debug, message, fields: fields(request))
        case .clockAdjusted(let seconds):
            let side = seconds > 0 ? "behind" : "ahead of"
            runtime.console.log(
                .warn,
                "this machine's clock is \(DurationText.describe(.seconds(abs(seconds)))) \(side) the cloud's: requests are signed by the cloud's clock; set this machine's clock"
            )
        case .unknownStatus(let word):
            runtime.console.log(
                .warn, "the cloud returned the unknown status \(word); it counts as \"not there yet\"")
        }
    }

    private func fields(_ request: RequestSummary) -> [(name: String, value: JSONValue)] {
        let fields: [(name: String, value: JSONValue)] = [
            ("action", .string(request.action)), ("instances", .integer(Int64(request.instanceCount))),
            ("attempt", .integer(Int64(request.attempt))),
        ]
        guard !request.writtenIDs.isEmpty else { return fields }
        return fields + [("ids", .array(request.writtenIDs.map { .string($0) }))]
    }
}

extension ScriptError {
    init(_ error: CloudError) {
        let kind = error.kind == .argument ? "usage" : error.kind.rawValue
        self.init(
            kind: kind, message: error.message, code: error.code, status: error.httpStatus,
            requestID: error.requestID, retryable: error.retryable)
        if let hint = error.hint { details.append(LuaTable.Field(key: "hint", value: .string(hint))) }
    }
}

extension LuaTable {
    /// Makes a map with instance ids as keys, in sorted order.
    init(byID values: [(id: String, value: LuaValue)]) {
        self.init(
            fields: values.sorted { $0.id < $1.id }.map { Field(key: .string($0.id), value: $0.value) })
    }
}

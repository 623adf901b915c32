import Basics
import Journal
import Lua
import ScriptRuntime
import ZenlayerCloud

/// The functions that claim campaign names and open campaigns, and that describe this process for the
/// journals.
extension JournalModule {
    var campaigns: [HostFunction] { [reservedPrefix, claim, numbers, open, create, remove, release, life] }

    private var reservedPrefix: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.reserved_prefix",
                "How a name begins that no roll may have, for the program keeps other records of such names; nil for any other name.",
                parameters: [Parameter("name", .string, "What the roll is called.")])
        ) { arguments in
            .value(CampaignID.kind(ofName: arguments[0].text ?? "").prefix.map { .string($0) } ?? .nil)
        }
    }

    private static let claimNumber = Parameter("claim", .integer, "From host.campaign_claim.")

    private var claim: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.campaign_claim",
                "Claims the campaigns of a name at this run's endpoint, and gives the number of the claim.",
                parameters: [Parameter("name", .string, "What the roll is called.")])
        ) { [self] arguments in
            let host = runtime.host
            claimed.append(
                try Self.orScriptError { () throws(JournalError) in
                    try host.campaigns.claim(
                        endpoint: endpoint, name: arguments[0].text ?? "", holder: holder)
                })
            return .value(.integer(Int64(claimed.count)))
        }
    }

    private var numbers: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.campaign_numbers", "The numbers of the campaigns that are stored, in order.",
                parameters: [Self.claimNumber])
        ) { [self] arguments in
            .value(.array((store(arguments)?.numbers ?? []).map { .integer(Int64($0)) }))
        }
    }

    private var open: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.campaign_open", "Opens the journal of a campaign, and gives the number of the journal.",
                parameters: [Self.claimNumber, Parameter("number", .integer, "Which campaign.")])
        ) { [self] arguments in
            guard let store = store(arguments) else { return .value(.nil) }
            return .value(
                add(
                    try Self.orScriptError { () throws(JournalError) in
                        try store.open(Int(arguments[1].integer ?? 0))
                    }))
        }
    }

    private var create: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.campaign_create",
                "Begins the next campaign, and gives the numbers of its journal and of the campaign.",
                parameters: [Self.claimNumber])
        ) { [self] arguments in
            guard let store = store(arguments) else { return .value(.nil) }
            let journal = try Self.orScriptError { () throws(JournalError) in try store.create() }
            return .values([add(journal), .integer(Int64(store.numbers.last ?? 0))])
        }
    }

    private var remove: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.campaign_remove", "Deletes what is stored of a campaign.",
                parameters: [Self.claimNumber, Parameter("number", .integer, "Which campaign.")])
        ) { [self] arguments in
            guard let store = store(arguments) else { return .nothing }
            try Self.orScriptError { () throws(JournalError) in
                try store.remove(Int(arguments[1].integer ?? 0))
            }
            return .nothing
        }
    }

    private var release: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.campaign_release", "Closes the journals of a claim, and gives the name back.",
                parameters: [Self.claimNumber])
        ) { [self] arguments in
            store(arguments)?.release()
            claimed[Int(arguments[0].integer ?? 1) - 1] = nil
            return .nothing
        }
    }

    private func store(_ arguments: Arguments) -> (any CampaignStore)? {
        let position = Int(arguments[0].integer ?? 0) - 1
        return claimed.indices.contains(position) ? claimed[position] : nil
    }

    private static func orScriptError<Value>(_ body: () throws(JournalError) -> Value) throws -> Value {
        do throws(JournalError) { return try body() } catch { throw Self.error(error) }
    }

    // MARK: This process

    var endpoint: String { client.address }

    private var holder: LockHolder { runtime.host.lockHolder(script: runtime.configuration.scriptPath) }

    private var life: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.life",
                "This process as a journal names it, and how long one of its requests may take in seconds.")
        ) { [self] _ in
            .value(.table(LuaTable(fields: lifeFields.map { .init(key: .string($0.name), value: $0.value) })))
        }
    }

    private var lifeFields: [(name: String, value: LuaValue)] {
        let holder = holder, timeout = client?.configuration.requestTimeout.inSeconds ?? 0
        var fields: [(name: String, value: LuaValue)] = [
            ("hostname", .string(holder.hostname)), ("pid", .integer(Int64(holder.processID))),
            ("request_timeout", .number(timeout)),
        ]
        if let script = holder.script { fields.append(("script", .string(script))) }
        if let source = holder.script.flatMap({ try? runtime.host.readFile($0) }) {
            fields.append(("script_hash", .string(Digest.sha256(source))))
        }
        if let execution { fields.append(("execution", .string(execution))) }
        fields.append(("is_recorded", .boolean(runtime.host.campaigns.outlivesProcess)))
        if let state = runtime.configuration.stateFolder { fields.append(("state", .string(state))) }
        let start = runtime.configuration.start
        if let directory = start.directory {
            fields.append(("words", .array(start.words.map { .string($0) })))
            fields.append(("directory", .string(directory)))
        }
        let wish = runtime.configuration.campaignWish
        fields.append(("lock_patience", .number(wish.lockPatience.inSeconds)))
        if wish.beginsAnew { fields.append(("new", .boolean(true))) }
        if wish.goesOn { fields.append(("asked", .boolean(true))) }
        if !wish.retriedOutcomes.isEmpty {
            let retried = wish.retriedOutcomes.map { LuaTable.Field(key: .string($0), value: true) }
            fields.append(("retry", .table(LuaTable(fields: retried))))
        }
        switch credentials {
        case .success(.accessKey(let id, password: _)):
            fields.append(("access_key", .string(Digest.sha256(Array(id.utf8)))))
        case .failure(let error): fields.append(("credentials_problem", .string(error.message)))
        default: break
        }
        return fields
    }

    /// The campaign name for executions of this script with these arguments; nil for code that has no file.
    private var execution: String? {
        guard let script = holder.script else { return nil }
        let words = [runtime.configuration.start.directory ?? "", script] + runtime.configuration.arguments
        let text = JSONValue.array(words.map { .string($0) }).serialized()
        return (CampaignKind.execution.prefix ?? "") + Digest.sha256(text).prefix(32)
    }

    /// The credentials, or why there are none; nil where a run has no cloud.
    private var credentials: Result<Credentials, CloudError>? {
        client.map { client in Result { () throws(CloudError) in try client.credentials() } }
    }
}

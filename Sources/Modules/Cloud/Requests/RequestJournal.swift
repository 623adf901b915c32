import Basics
import Journal
import Lua
import ScriptRuntime
import ZenlayerCloud

/// The journal of the requests that a script makes outside of rolls: a campaign of this process alone.
///
/// The campaign begins with the first request that changes instances; it is closed at the end of the script.
final class RequestJournal {
    private let runtime: ScriptRuntime
    private let endpoint: String
    private let name: ScriptName
    /// The campaign; nil before the first request, and after the end of the script.
    private var campaign: (any ProcessCampaign)?
    /// Whether the operator turned the journal off.
    private var isOff = false
    private var endsWithScript = false
    private var sequence = 0
    /// The reboots that this process requested and whose result is not known.
    private var ledger = IntentLedger()
    private var hasWarned = false

    init(_ runtime: ScriptRuntime, client: ClientSettings?, isConversation: Bool) {
        self.runtime = runtime
        endpoint = client.address
        name = runtime.configuration.scriptPath.map { .file($0) } ?? (isConversation ? .conversation : .text)
    }

    // MARK: Events

    /// Writes the intent of a reboot.
    ///
    /// - Returns: The number of the intent; nil if the journal is off.
    /// - Throws: An error if the intent can't be written, or if an earlier request of this process is not
    ///   resolved.
    func intend(_ request: RebootWish) throws(ScriptError) -> Int? {
        guard let campaign = try opened() else { return nil }
        if !request.isRepeated { try checkOwn(request, campaign.id) }
        var fields: JSONObject = ["ids": .strings(request.ids)]
        if let within = request.within { fields["send_by"] = .number(now + within.inSeconds) }
        if request.isForced == true { fields["force"] = true }
        if request.isRepeated { fields["again"] = true }
        if let place = request.place { fields["place"] = .string(place) }
        try append("intent", fields, isAwaited: true)
        return sequence
    }

    /// Calls `completion` when every intent is durable, or with an error if an intent can't be made durable.
    func whenDurable(_ completion: @escaping (ScriptError?) -> Void) -> any Cancellable {
        guard let journal = campaign?.journal else { return NothingToCancel() }
        return journal.whenDurable { completion($0.map(JournalModule.error)) }
    }

    /// Records that the request of an intent is not sent.
    func withdraw(_ intent: Int, _ ids: [String], because reason: String) {
        record(
            "withdrawn",
            ["ids": .strings(ids), "reason": .string(reason), "intent": .integer(Int64(intent))])
    }

    /// Records the answer to the request of an intent.
    func answered(_ intent: Int, _ ids: [String], _ result: Result<WriteOutcome, CloudError>) {
        for answer in RequestAnswer.answers(ids, result) {
            record(
                "answered",
                JSONObject(answer.fields.members + [.init(key: "intent", value: .integer(Int64(intent)))]))
        }
    }

    /// Records the answer to a start or a stop; if the write fails, logs a warning, and the script goes on.
    func note(_ action: String, _ ids: [String], _ result: Result<WriteOutcome, CloudError>) {
        do throws(ScriptError) {
            guard try opened() != nil else { return }
        } catch { return warn(error.message) }
        for answer in RequestAnswer.answers(ids, result) {
            record(
                "noted", JSONObject([.init(key: "action", value: .string(action))] + answer.fields.members))
        }
    }

    /// Writes an event for which no task waits; if the write fails, logs a warning.
    private func record(_ kind: String, _ fields: JSONObject) {
        do throws(ScriptError) { try append(kind, fields) } catch { warn(error.message) }
    }

    private func append(_ kind: String, _ fields: JSONObject, isAwaited: Bool = false) throws(ScriptError) {
        guard let campaign else { return }
        let named = JSONObject([.init(key: "kind", value: .string(kind))] + fields.members)
        let entry = runtime.host.stamp(named, sequence: sequence + 1, isAwaited: isAwaited)
        // An answer is true for this process even if the write fails. An intent counts only after the write,
        // because the reboot is not sent if the write fails.
        if !isAwaited { ledger.take(entry) }
        do throws(JournalError) { try campaign.journal.append(entry) } catch {
            throw JournalModule.error(error)
        }
        sequence += 1
        if isAwaited { ledger.take(entry) }
    }

    private var now: Double { runtime.host.now.seconds }

    private func warn(_ problem: String) {
        guard !hasWarned else { return }
        hasWarned = true
        runtime.console.log(.warn, "not every request of this script is recorded: \(problem)")
    }
}

// MARK: - Requests that are not resolved

extension RequestJournal {
    /// The earliest time of a request that still counts, in seconds since 1970 UTC.
    private var since: Double { runtime.host.unixSeconds - UnresolvedIntent.keepsFor }

    private func own(_ ids: [String], _ own: CampaignID) -> [UnresolvedIntent] {
        Set(ids).sorted().compactMap { id in
            ledger.intent(for: id, since: since).map {
                UnresolvedIntent(instance: id, campaign: own, intent: $0, process: holder.process)
            }
        }
    }

    private func checkOwn(_ request: RebootWish, _ own: CampaignID) throws(ScriptError) {
        let found = self.own(request.ids, own)
        if !found.isEmpty { throw ScriptError(unresolved: found) }
    }

    /// Returns the unresolved requests of scripts for any of the instances, those of this script included.
    func ofScripts(about ids: [String]) throws(ScriptError) -> [UnresolvedIntent] {
        let own = campaign.map { self.own(ids, $0.id) } ?? []
        do throws(JournalError) {
            return try own
                + runtime.host.campaigns.unresolvedIntents(
                    about: Set(ids), at: endpoint, since: since,
                    where: { [id = campaign?.id] in $0.kind == .script && $0 != id })
        } catch { throw JournalModule.error(error) }
    }

    /// Throws an error if another campaign has an unresolved request for one of the instances.
    ///
    /// Runs after this script's intent is durable: if two processes request the same instance at the same
    /// moment, at least one process sees the intent of the other.
    func checkOthers(_ request: RebootWish) throws(ScriptError) {
        guard !request.isRepeated, let campaign else { return }
        let found: [UnresolvedIntent]
        do throws(JournalError) {
            found = try runtime.host.campaigns.unresolvedIntents(
                about: Set(request.ids), at: endpoint, since: since,
                where: { $0 != campaign.id })
        } catch { throw ScriptError(unreadable: error) }
        if !found.isEmpty { throw ScriptError(unresolved: found) }
    }
}

// MARK: - The campaign

extension RequestJournal {
    /// Returns the campaign, which it begins if necessary; nil if the journal is off.
    private func opened() throws(ScriptError) -> (any ProcessCampaign)? {
        if let campaign { return campaign }
        guard !isOff else { return nil }
        let campaigns = runtime.host.campaigns
        do throws(JournalError) {
            campaign = try campaigns.begin(endpoint: endpoint, name: name.campaign, holder: holder)
        } catch { throw JournalModule.error(error) }
        isOff = campaign == nil
        if campaign != nil { try begin() }
        return campaign
    }

    private func begin() throws(ScriptError) {
        if !endsWithScript { runtime.endActions.append { [weak self] in self?.end() } }
        endsWithScript = true
        var fields: JSONObject = [
            "hostname": .string(holder.hostname), "pid": .integer(Int64(holder.processID)),
        ]
        if let script = holder.script { fields["script"] = .string(script) }
        let start = runtime.configuration.start
        if let directory = start.directory {
            fields["words"] = .strings(Array(start.words))
            fields["directory"] = .string(directory)
        }
        try append("begun", fields)
    }

    /// Closes the campaign; a later request begins a new campaign.
    private func end() {
        guard let campaign else { return }
        record("closed", ["left": "closed"])
        if let problem = campaign.end(isResolved: ledger.isEmpty) { warn(problem.reason) }
        (self.campaign, sequence, ledger) = (nil, 0, IntentLedger())
    }

    private var holder: LockHolder { runtime.host.lockHolder(script: runtime.configuration.scriptPath) }
}

extension JSONValue {
    fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

/// A wait that has already ended.
private final class NothingToCancel: Cancellable {
    func cancel() {}
}

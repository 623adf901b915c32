package import Basics
import Lua

/// The settings of one simulated cloud, which a fault file holds: how it behaves, and its faults.
///
/// The terms: a *behaviour* is how the cloud works without faults (how long boots take, how large pages are); a *fault* is
/// one way in which it can fail; an *occurrence* is one time that a fault strikes; a *setting* is the name and the value of a
/// behaviour or of a fault; the *weather* is the set of faults and behaviours from which each run of a rehearsal draws its
/// own.
package struct CloudSettings: Sendable, Equatable {
    package var behaviour: CloudBehaviour
    package var faults: Faults

    package init(behaviour: CloudBehaviour = CloudBehaviour(), faults: Faults = Faults()) {
        self.behaviour = behaviour
        self.faults = faults
    }

    /// Reads a fault file: a JSON object whose members are settings of ``all``.
    /// - Throws: ``SettingError`` that names the setting.
    package init(parsing bytes: [UInt8]) throws(SettingError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch { throw SettingError("no JSON: \(error)") }
        guard let object = document.objectValue else { throw SettingError("no JSON object") }
        self.init()
        for member in object.members { try set(member.key, to: member.value) }
    }

    /// Changes the value of a setting.
    package mutating func set(_ name: String, to value: JSONValue) throws(SettingError) {
        guard let setting = Self.all.first(where: { $0.name == name }) else {
            let hint = NearestName.hint(for: name, among: Self.all.map(\.name))
            throw SettingError("unknown setting '\(name)'\(hint); zecscript help settings lists all")
        }
        guard setting.set(&self, value) else {
            throw SettingError(
                "\(name) must be \(setting.form), not \(String(decoding: value.serialized(), as: UTF8.self))")
        }
    }

    /// Every setting with its value, in the order of ``all``.
    package var json: JSONValue {
        .object(JSONObject(Self.all.map { JSONObject.Member(key: $0.name, value: $0.get(self)) }))
    }

    /// Every setting, declared once: reading, printing and the documentation derive from it.
    package static let all: [Setting] = behaviours + faults

    package static let faults: [Setting] = Faults.all.map(\.setting)
}

/// Why a fault file cannot be used, as a sentence.
package struct SettingError: Error, Sendable, Equatable, CustomStringConvertible {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

/// A behaviour or a fault of a simulated cloud, by the name that it has in a fault file.
package struct Setting: Sendable {
    package let name: String
    /// One sentence.
    package let summary: String
    /// The form of a value: `seconds`.
    package let form: String
    package let get: @Sendable (CloudSettings) -> JSONValue
    /// Returns false for a value that the setting cannot take.
    package let set: @Sendable (inout CloudSettings, JSONValue) -> Bool

    init(
        _ name: String, _ summary: String, form: String,
        get: @escaping @Sendable (CloudSettings) -> JSONValue,
        set: @escaping @Sendable (inout CloudSettings, JSONValue) -> Bool
    ) {
        self.name = name
        self.summary = summary
        self.form = form
        self.get = get
        self.set = set
    }

    init<Value>(
        _ name: String, _ path: any WritableKeyPath<CloudSettings, Value> & Sendable,
        _ form: SettingForm<Value>, _ summary: String
    ) {
        self.init(
            name, summary, form: form.text, get: { form.write($0[keyPath: path]) },
            set: { settings, json in
                guard let value = form.read(json) else { return false }
                settings[keyPath: path] = value
                return true
            })
    }
}

extension CloudSettings {
    public static let behaviours: [Setting] = [
        Setting("badID", \.behaviour.badID, .word(), "What a call with one id that cannot be done answers."),
        Setting(
            "pageSizeTruncatesIDQueries", \.behaviour.pageSizeTruncatesIDQueries, .flag,
            "Whether the default page size of 20 cuts a query for explicit ids."),
        Setting(
            "pageSizeMax", \.behaviour.pageSizeMax, .pageSize,
            "The most rows of a page of instances, whatever is asked for."),
        Setting(
            "recentBoots", \.behaviour.recentBoots, .share,
            "Instances that were booted within the hour before the start."),
        Setting(
            "secondReboot", \.behaviour.secondReboot, .word(former: ["rejected": .refused]),
            "What becomes of a reboot that is asked for while the status is REBOOT."),
        Setting(
            "powerOnStatus", \.behaviour.powerOnStatus, .word(),
            "The status word of an instance that is being powered on."),
        Setting(
            "refusesUnknownParameters", \.behaviour.refusesUnknownParameters, .flag,
            "Whether a parameter that the action does not know is refused."),
        Setting(
            "lag", \.behaviour.lag, .spread, "From an accepted request to the status leaving the old one."),
        Setting("bootTime", \.behaviour.bootTime, .spread, "From REBOOT to RUNNING."),
        Setting("warmUp", \.behaviour.warmUp, .spread, "From RUNNING to healthy."),
        Setting("shutdownTime", \.behaviour.shutdownTime, .spread, "From STOPPING to STOPPED, not forced."),
        Setting(
            "latency", \.behaviour.latency, .range, "From a request to its answer, shortest and longest."),
        Setting(
            "instanceLatency", \.behaviour.instanceLatency, .optionalSeconds,
            "From a request to an instance over HTTP to its answer; null: at once."),
        Setting("healthPaths", \.behaviour.healthPaths, .paths, "Where instances tell their health by HTTP."),
        Setting("servicePorts", \.behaviour.servicePorts, .ports, "Where the service of instances listens."),
        Setting(
            "portsTellHealth", \.behaviour.portsTellHealth, .flag,
            "Whether these ports accept connections only while an instance is healthy."),
        Setting(
            "approvedAfter", \.behaviour.approvedAfter, .optionalSeconds,
            "How long a roll waits until its approval file is there; null: the file never comes."),
        Setting(
            "answers", \.behaviour.answers, .hostAnswers,
            "What other hosts answer over HTTP, by URL; `*` stands for any text."),
        Setting(
            "commands", \.behaviour.commands, .taughtCommands,
            "Commands that instances know beside the few built in, with their effect on health."),
    ]
}

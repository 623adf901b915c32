package import Basics

/// How a simulated cloud behaves and what goes wrong in it: what a fault file holds.
package struct CloudSettings: Sendable, Equatable {
    package var behaviour: CloudBehaviour
    package var faults: Faults

    package init(behaviour: CloudBehaviour = CloudBehaviour(), faults: Faults = Faults()) {
        self.behaviour = behaviour
        self.faults = faults
    }

    /// Reads a fault file: a JSON object whose members are ``knobs``.
    /// - Throws: ``KnobError`` that names the knob, and the nearest known one where it is unknown.
    package init(parsing bytes: [UInt8]) throws(KnobError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch { throw KnobError("no JSON: \(error)") }
        guard let object = document.objectValue else { throw KnobError("no JSON object") }
        self.init()
        for member in object.members { try set(member.key, to: member.value) }
    }

    /// Sets one knob by its name.
    package mutating func set(_ name: String, to value: JSONValue) throws(KnobError) {
        guard let knob = Self.knobs.first(where: { $0.name == name }) else {
            throw KnobError("\(name) is no knob; there are \(Self.knobs.map(\.name).joined(separator: ", "))")
        }
        guard knob.set(&self, value) else { throw KnobError("\(name) must be \(knob.form)") }
    }

    /// Every knob with its value, in the order of ``knobs``.
    package var json: JSONValue {
        .object(JSONObject(Self.knobs.map { JSONObject.Member(key: $0.name, value: $0.get(self)) }))
    }

    /// Everything that can be set, declared once: reading, printing and the documentation derive from it.
    package static let knobs: [Knob] = behaviourKnobs + Faults.all.map(\.knob)
}

/// Why a fault file cannot be used, as a sentence.
package struct KnobError: Error, Sendable, Equatable, CustomStringConvertible {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

/// One named setting of the simulation.
package struct Knob: Sendable {
    package let name: String
    /// One sentence.
    package let summary: String
    /// What a value looks like: `seconds`.
    package let form: String
    package let get: @Sendable (CloudSettings) -> JSONValue
    /// Returns false for a value that the knob cannot take.
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
        _ name: String, _ path: any WritableKeyPath<CloudSettings, Value> & Sendable, _ form: KnobForm<Value>,
        _ summary: String
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
    static let behaviourKnobs: [Knob] = [
        Knob("badID", \.behaviour.badID, .word(), "What a call with one id that cannot be done answers."),
        Knob(
            "pageSizeTruncatesIDQueries", \.behaviour.pageSizeTruncatesIDQueries, .flag,
            "Whether the default page size of 20 cuts a query for explicit ids."),
        Knob(
            "pageSizeMax", \.behaviour.pageSizeMax, .pageSize,
            "The most rows of a page of instances, whatever is asked for."),
        Knob(
            "recentBoots", \.behaviour.recentBoots, .share,
            "Instances that were booted within the hour before the start."),
        Knob(
            "secondReboot", \.behaviour.secondReboot, .word(),
            "What becomes of a reboot that is asked for while the status is REBOOT."),
        Knob(
            "powerOnStatus", \.behaviour.powerOnStatus, .word(),
            "The status word of an instance that is being powered on."),
        Knob(
            "refusesUnknownParameters", \.behaviour.refusesUnknownParameters, .flag,
            "Whether a parameter that the action does not know is refused."),
        Knob("lag", \.behaviour.lag, .spread, "From an accepted request to the status leaving the old one."),
        Knob("bootTime", \.behaviour.bootTime, .spread, "From REBOOT to RUNNING."),
        Knob("warmUp", \.behaviour.warmUp, .spread, "From RUNNING to healthy."),
        Knob("shutdownTime", \.behaviour.shutdownTime, .spread, "From STOPPING to STOPPED, not forced."),
        Knob("latency", \.behaviour.latency, .range, "From a request to its answer, shortest and longest."),
        Knob(
            "instanceLatency", \.behaviour.instanceLatency, .optionalSeconds,
            "From a request to an instance over HTTP to its answer; null: at once."),
        Knob("healthPaths", \.behaviour.healthPaths, .paths, "Where instances tell their health by HTTP."),
        Knob("servicePorts", \.behaviour.servicePorts, .ports, "Where the service of instances listens."),
        Knob(
            "portsTellHealth", \.behaviour.portsTellHealth, .flag,
            "Whether these ports accept connections only while an instance is healthy."),
        Knob(
            "approvedAfter", \.behaviour.approvedAfter, .optionalSeconds,
            "How long a roll waits until somebody approves by a file; null: nobody does."),
    ]
}

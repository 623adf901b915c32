package import Basics
internal import Glibc
package import Simulator

/// The faults and behaviours from which each run of a rehearsal draws its own: what can go wrong, how likely, and how badly.
///
/// Each run draws which faults it has and how likely each fault is (swarm testing: Groce et al., 2012): if
/// every run had every fault, most faults would never take effect.
package struct Weather: Sendable, Equatable {
    /// The settings by name, in the order of the file: each a value in the form of the setting, or a draw.
    private let document: JSONObject

    /// Reads a weather file: a JSON object whose members are settings, as in a fault file.
    ///
    /// A draw may stand in place of any value: `{"between": [low, high]}` (evenly on a logarithmic scale if both are above
    /// 0), `{"oneOf": [a, b, c]}`, and either with `"chance"`, or `{"chance": 0.2, "value": x}`: the share of runs in which
    /// the setting is set at all.
    ///
    /// - Throws: ``SettingError`` that names the setting.
    package init(parsing bytes: [UInt8]) throws(SettingError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch { throw SettingError("no JSON: \(error)") }
        guard let object = document.objectValue else { throw SettingError("no JSON object") }
        try self.init(object)
    }

    init(_ document: JSONObject) throws(SettingError) {
        self.document = document
        // Every value that a draw can give must be a valid value of its setting.
        for member in document.members {
            if let problem = Draw.problem(of: member.value) {
                throw SettingError("\(member.key): \(problem)")
            }
            for value in Draw.samples(of: member.value) {
                var settings = CloudSettings()
                try settings.set(member.key, to: value)
            }
        }
    }

    /// Makes a weather in which every run has the same settings.
    package init(_ settings: CloudSettings) {
        document = settings.json.objectValue ?? [:]
    }

    /// The settings of one run.
    package func settings(seed: UInt64) -> CloudSettings {
        var settings = CloudSettings()
        for member in document.members {
            var generator = SeededGenerator(
                seed: seed, stream: .swarm, index: Int(truncatingIfNeeded: stableHash(member.key)))
            guard let value = Draw.draw(member.value, &generator) else { continue }
            try? settings.set(member.key, to: value)
        }
        return settings
    }

    package var json: JSONValue { .object(document) }

    /// The instances that faults name.
    package var instancesNamed: [String] {
        CloudSettings.all.filter { $0.form == SettingForm.affected.text }
            .flatMap { setting in document[setting.name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    }

    /// A copy of the weather in which one setting has another value.
    package func setting(_ name: String, to value: JSONValue) throws(SettingError) -> Weather {
        var document = document
        document[name] = value
        return try Weather(document)
    }
}

/// Values that are drawn at random.
private enum Draw {
    enum End: CaseIterable { case low, high }

    /// A value with all its draws made; nil if chance left it out.
    static func draw(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue? {
        guard let object = value.objectValue else {
            guard let elements = value.arrayValue else { return value }
            return .array(elements.compactMap { draw($0, &generator) })
        }
        if let chance = object["chance"]?.numberValue, generator.unit() >= chance { return nil }
        if let ends = object["between"] { return between(ends, at: generator.unit()) }
        if let choices = object["oneOf"]?.arrayValue, !choices.isEmpty {
            return draw(choices[Int(generator.next() % UInt64(choices.count))], &generator)
        }
        if let inner = object["value"] { return draw(inner, &generator) }
        var drawn = JSONObject()
        for member in object.members {
            if let value = draw(member.value, &generator) { drawn[member.key] = value }
        }
        return .object(drawn)
    }

    private static let words: Set = ["chance", "between", "oneOf", "value"]

    /// What is wrong with a value or a draw, whatever its setting; nil if it is valid.
    static func problem(of value: JSONValue) -> String? {
        if let elements = value.arrayValue { return elements.lazy.compactMap(problem).first }
        guard let object = value.objectValue else { return nil }
        let keys = object.members.map(\.key)
        if Set(keys).count < keys.count { return "a name is there twice in \(shown(value))" }
        guard keys.contains(where: words.contains) else {
            return object.members.lazy.compactMap { problem(of: $0.value) }.first
        }
        if let strange = keys.first(where: { !words.contains($0) }) {
            return "\(strange) is no part of a draw; there are chance, and one of between, oneOf and value"
        }
        if keys.filter({ $0 != "chance" }).count != 1 { return "a draw has one of between, oneOf and value" }
        if let chance = object["chance"], !(0...1).contains(chance.numberValue ?? -1) {
            return "chance is a number from 0 to 1, not \(shown(chance))"
        }
        if let ends = object["between"] {
            guard ends.arrayValue?.count == 2, let low = ends[0]?.numberValue,
                let high = ends[1]?.numberValue,
                low <= high
            else { return "between is [lowest, highest], not \(shown(ends))" }
        }
        if let choices = object["oneOf"] {
            guard let list = choices.arrayValue, !list.isEmpty else { return "oneOf is a list of values" }
            return list.lazy.compactMap(problem).first
        }
        return object["value"].flatMap(problem)
    }

    private static func shown(_ value: JSONValue) -> String {
        String(decoding: value.serialized(), as: UTF8.self)
    }

    /// Values that a draw can give, for checking: both ends of ranges, and every choice.
    static func samples(of value: JSONValue) -> [JSONValue] {
        let choices = value.objectValue?["oneOf"]?.arrayValue ?? [value]
        return choices.flatMap { choice in End.allCases.map { end($0, of: choice) } }
    }

    /// The lowest or the highest value that a draw can give.
    static func end(_ end: End, of value: JSONValue) -> JSONValue {
        guard let object = value.objectValue else {
            guard let elements = value.arrayValue else { return value }
            return .array(elements.map { Self.end(end, of: $0) })
        }
        if let ends = object["between"] { return between(ends, at: end == .low ? 0 : 1) ?? ends }
        if let choices = object["oneOf"]?.arrayValue, let choice = end == .low ? choices.first : choices.last
        {
            return Self.end(end, of: choice)
        }
        if let inner = object["value"] { return Self.end(end, of: inner) }
        return .object(
            JSONObject(object.members.map { .init(key: $0.key, value: Self.end(end, of: $0.value)) }))
    }

    private static func between(_ ends: JSONValue, at place: Double) -> JSONValue? {
        guard ends.arrayValue?.count == 2, let low = ends[0]?.numberValue, let high = ends[1]?.numberValue
        else { return nil }
        if low > 0, high > 0 { return .number(low * pow(high / low, place)) }
        return .number(low + (high - low) * place)
    }
}

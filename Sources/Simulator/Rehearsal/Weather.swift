internal import Glibc
package import ZenlayerCloud

/// From which settings the runs of a rehearsal draw theirs: what can go wrong, how likely it is to, and how badly.
///
/// Each run draws which faults there are and how likely each is in this run (swarm testing: Groce et al., 2012), for in a run with every
/// fault at once most of them are never reached.
package struct Weather: Sendable, Equatable {
    /// By knob, in the order of the file: a value of the knob's own form, or a draw.
    private let document: JSONObject

    /// Reads a weather file: a JSON object whose members are knobs, as in a fault file.
    ///
    /// Wherever a value stands there may be a draw:
    /// `{"between": [low, high]}` (evenly on a logarithmic scale where both are above 0), `{"oneOf": [a, b, c]}`, and
    /// either with `"chance"`, or `{"chance": 0.2, "value": x}`: the share of runs in which the knob is set at all.
    ///
    /// - Throws: ``KnobError`` that names the knob.
    package init(parsing bytes: [UInt8]) throws(KnobError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch { throw KnobError("no JSON: \(error)") }
        guard let object = document.objectValue else { throw KnobError("no JSON object") }
        try self.init(object)
    }

    init(_ document: JSONObject) throws(KnobError) {
        self.document = document
        // Both ends of every draw must be values of their knob.
        for end in Draw.End.allCases {
            var settings = CloudSettings()
            for member in document.members {
                try settings.set(member.key, to: Draw.end(end, of: member.value))
            }
        }
    }

    /// Settings that are the same in every run.
    package init(_ settings: CloudSettings) {
        document = settings.json.objectValue ?? [:]
    }

    /// The weather of one run.
    func settings(seed: UInt64) -> CloudSettings {
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

    /// The same weather with some knobs set to other values.
    package func setting(_ name: String, to value: JSONValue) throws(KnobError) -> Weather {
        var document = document
        document[name] = value
        return try Weather(document)
    }
}

/// Values of which chance decides a part.
private enum Draw {
    enum End: CaseIterable { case low, high }

    /// What a document says, with every draw drawn; nil where chance decided against it.
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

    /// The least, or the most, that a draw can come to, for checking it.
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

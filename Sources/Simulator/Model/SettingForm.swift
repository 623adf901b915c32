import Basics

/// Reads the values of a kind of setting from JSON, and writes them to it.
package struct SettingForm<Value>: Sendable {
    /// Completes the sentence "… must be …".
    package var text: String
    /// Returns nil for an invalid value.
    var read: @Sendable (JSONValue) -> Value?
    var write: @Sendable (Value) -> JSONValue
}

extension SettingForm where Value == Bool {
    static var flag: Self { Self(text: "true or false", read: \.boolValue, write: { .bool($0) }) }
}

extension SettingForm where Value == Double {
    static var rate: Self {
        Self(
            text: "0, or a number of at least 0.001",
            read: { $0.numberValue.flatMap { $0 == 0 || (1e-3...1e9).contains($0) ? $0 : nil } },
            write: { .number($0) })
    }
}

extension SettingForm where Value == Double {
    static var share: Self {
        Self(
            text: "a share from 0 to 1",
            read: { $0.numberValue.flatMap { (0...1).contains($0) ? $0 : nil } }, write: { .number($0) })
    }

    static var signedSeconds: Self {
        Self(
            text: "seconds, negative for backwards",
            read: { $0.numberValue.flatMap { abs($0) <= 86_400 * 366 ? $0 : nil } }, write: { .number($0) })
    }
}

extension SettingForm where Value == Int {
    static var pageSize: Self {
        Self(
            text: "a whole number from 1 to 1000",
            read: { json in json.integerValue.flatMap { (1...1000).contains($0) ? Int($0) : nil } },
            write: { .integer(Int64($0)) })
    }
}

extension SettingForm where Value == OnceAt? {
    static var onceAt: Self {
        Self(
            text: "true for a moment that chance chooses, seconds after the start, or null",
            read: { json in
                if json.isNull { return .some(nil) }
                if json.boolValue == true { return .some(.drawn) }
                return json.duration.map { .some(.after($0)) }
            },
            write: { value in
                switch value {
                case nil: .null
                case .drawn: true
                case .after(let seconds): .number(seconds.inSeconds)
                }
            })
    }
}

extension SettingForm where Value == Duration {
    static var seconds: Self {
        Self(text: "seconds", read: { $0.duration }, write: { .number($0.inSeconds) })
    }
}

extension SettingForm where Value == Spell? {
    static var spell: Self {
        Self(
            text: "{\"every\": seconds, \"length\": seconds}, no longer than every, or null",
            read: { json in
                if json.isNull { return .some(nil) }
                guard let every = json["every"]?.duration, let length = json["length"]?.duration,
                    every > .zero, length <= every, json.hasOnly(["every", "length"])
                else { return nil }
                return .some(Spell(every: every, length: length))
            },
            write: {
                $0.map { ["every": .number($0.every.inSeconds), "length": .number($0.length.inSeconds)] }
                    ?? .null
            })
    }
}

extension SettingForm where Value == CalendarStart? {
    static var calendar: Self {
        Self(
            text: "a time such as \"2026-03-29T00:30:00Z\", or null",
            read: { json in
                if json.isNull { return .some(nil) }
                return json.stringValue.flatMap(CalendarTime.unixSeconds).map {
                    CalendarStart(unixSeconds: $0)
                }
            },
            write: { $0.map { .string(CalendarTime.text(unixSeconds: $0.unixSeconds)) } ?? .null })
    }
}

extension SettingForm where Value == [String]? {
    static var occurrences: Self {
        Self(
            text: "a list such as [\"vanishes@web-0003\"], or null for all",
            read: { json in
                if json.isNull { return .some(nil) }
                guard let elements = json.arrayValue else { return nil }
                let names = elements.compactMap(\.stringValue)
                return names.count == elements.count ? .some(names) : nil
            },
            write: { $0.map { .array($0.map { .string($0) }) } ?? .null })
    }
}

extension SettingForm where Value == [String]? {
    static var paths: Self {
        var form = occurrences
        form.text = "a list such as [\"/health\"], or null for every path"
        return form
    }
}

extension SettingForm where Value == [Int]? {
    static var ports: Self {
        Self(
            text: "a list such as [443, 5432], or null for every port",
            read: { json in
                if json.isNull { return .some(nil) }
                guard let elements = json.arrayValue else { return nil }
                let ports = elements.compactMap { $0.numberValue.flatMap(Int.init(exactly:)) }.filter(
                    (1...65_535).contains)
                return ports.count == elements.count ? .some(ports) : nil
            },
            write: { $0.map { .array($0.map { .number(Double($0)) }) } ?? .null })
    }
}

extension SettingForm {
    /// A list of values that `read` and `write` know; null for an empty list.
    static func list<Element>(
        _ text: String, read: @escaping @Sendable (JSONValue) -> Element?,
        write: @escaping @Sendable (Element) -> JSONValue
    ) -> SettingForm<[Element]> {
        SettingForm<[Element]>(
            text: text,
            read: { json in
                if json.isNull { return [] }
                guard let elements = json.arrayValue else { return nil }
                let values = elements.compactMap(read)
                return values.count == elements.count ? values : nil
            },
            write: { .array($0.map(write)) })
    }
}

extension SettingForm where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of several words; `former` maps words of earlier versions, which are still read.
    static func word(former: [String: Value] = [:]) -> Self {
        Self(
            text: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
            read: { $0.stringValue.flatMap { Value(rawValue: $0) ?? former[$0] } },
            write: { .string($0.rawValue) })
    }
}

extension SettingForm where Value == Duration? {
    static var optionalSeconds: Self {
        Self(
            text: "seconds, or null",
            read: { $0.isNull ? .some(nil) : $0.duration.map { .some($0) } },
            write: { $0.map { .number($0.inSeconds) } ?? .null })
    }
}

extension SettingForm where Value == Spread {
    static var spread: Self {
        Self(
            text: "seconds, or {\"median\": seconds, \"sigma\": number}",
            read: { json in
                if let exact = json.duration { return .exactly(exact) }
                guard let median = json["median"]?.duration, json.hasOnly(["median", "sigma"]) else {
                    return nil
                }
                guard let sigma = (json["sigma"] ?? 0).numberValue, (0...3).contains(sigma) else {
                    return nil
                }
                return Spread(median: median, sigma: sigma)
            },
            write: { ["median": .number($0.median.inSeconds), "sigma": .number($0.sigma)] })
    }
}

extension SettingForm where Value == ClosedRange<Duration> {
    static var range: Self {
        Self(
            text: "[shortest, longest] in seconds",
            read: { json in
                guard json.arrayValue?.count == 2, let from = json[0]?.duration, let to = json[1]?.duration
                else {
                    return nil
                }
                return from <= to ? from...to : nil
            },
            write: { .array([.number($0.lowerBound.inSeconds), .number($0.upperBound.inSeconds)]) })
    }
}

extension SettingForm where Value == Affected {
    package static var affected: Self {
        Self(
            text: "a list of ids or names in JSON, such as [\"web-0001\"], or the share of all from 0 to 1",
            read: { json in
                if let share = json.numberValue {
                    return (0...1).contains(share) ? Affected(share: share) : nil
                }
                guard let elements = json.arrayValue else { return nil }
                let instances = elements.compactMap(\.stringValue)
                return instances.count == elements.count ? Affected(instances: instances) : nil
            },
            write: { $0.share > 0 ? .number($0.share) : .array($0.instances.map { .string($0) }) })
    }
}

extension SettingForm where Value == [MaintenanceAlert] {
    static var alerts: Self {
        Self(
            text: "a list of {\"instanceId\", \"startsAt\": seconds, \"endsAt\": seconds, \"impact\"}",
            read: { json in
                guard let elements = json.arrayValue else { return nil }
                let alerts = elements.compactMap(MaintenanceAlert.init(json:))
                return alerts.count == elements.count ? alerts : nil
            },
            write: { .array($0.map(\.json)) })
    }
}

extension MaintenanceAlert {
    init?(json: JSONValue) {
        guard let instanceID = json["instanceId"]?.stringValue else { return nil }
        self.init(instanceID: instanceID)
        location = json["location"]?.stringValue ?? location
        impact = json["impact"]?.stringValue ?? impact
        status = json["status"]?.stringValue ?? status
        startsAt = json["startsAt"]?.duration ?? startsAt
        endsAt = json["endsAt"]?.duration ?? endsAt
    }

    var json: JSONValue {
        [
            "instanceId": .string(instanceID), "location": .string(location), "impact": .string(impact),
            "startsAt": .number(startsAt.inSeconds), "endsAt": .number(endsAt.inSeconds),
            "status": .string(status),
        ]
    }
}

extension JSONValue {
    /// Whether an object has no members but these.
    func hasOnly(_ names: Set<String>) -> Bool {
        objectValue?.members.allSatisfy { names.contains($0.key) } ?? false
    }

    /// Seconds of at least 0.
    var duration: Duration? {
        numberValue.flatMap { $0 >= 0 ? Duration(checkedSeconds: $0) : nil }
    }
}

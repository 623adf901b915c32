import Basics

extension FaultCatalog {
    package var outage: Fault<Outage?> {
        Fault(
            "outage", .outage, usual: nil, "For a while, once, no request reaches the cloud.",
            draws: WeatherDraws(
                normal: [
                    "chance": 0.08,
                    "value": [
                        "kind": ["oneOf": ["refused", "reset", "silence"]], "length": ["between": [5, 300]],
                    ],
                ],
                hostile: [
                    "chance": 0.25,
                    "value": [
                        "kind": ["oneOf": ["refused", "reset", "silence"]], "length": ["between": [5, 3600]],
                    ],
                ])
        ) { name, outage, active in
            guard let outage else { return }
            active.add(passage: { cloud, attempt, now in
                guard cloud.outageSpan()?.contains(now) == true else { return nil }
                cloud.noteOnce(name, at: now)
                return outage.answer(to: attempt, draws: cloud.draws)
            })
        }
    }
}

/// A time during which the cloud can't be reached.
package struct Outage: Sendable, Equatable {
    /// What a client sees of an outage.
    package enum Kind: String, Sendable, CaseIterable {
        /// Connections are refused.
        case refused
        /// Connections break before the answer.
        case reset
        /// Neither an attempt to connect nor a request gets an answer.
        case silence
    }

    package var kind: Kind
    package var length: Duration
    package var at = OnceAt.drawn

    package init(_ kind: Kind, length: Duration, at: OnceAt = .drawn) {
        self.kind = kind
        self.length = length
        self.at = at
    }

    fileprivate func answer(to attempt: Attempt, draws: Draws) -> SimulatedAnswer {
        switch kind {
        case .refused: SimulatedAnswer(.connectionRefused, after: .milliseconds(1))
        case .reset: SimulatedAnswer(.connectionBroken, after: attempt.delay)
        case .silence:
            SimulatedAnswer(.silence(connected: draws.isConnected(request: attempt.number)), after: .zero)
        }
    }
}

extension Draws {
    /// Whether a request goes out over a connection that was open before: one in two.
    fileprivate func isConnected(request number: Int) -> Bool {
        var generator = SeededGenerator(seed: seed, stream: .requestFault, index: number, step: -2)
        return generator.unit() < 0.5
    }
}

extension SimulatedCloud {
    /// The time in which no request reaches the cloud; nil if there is no outage.
    func outageSpan() -> Range<Moment>? {
        guard let outage = settings.faults.outage,
            let from = moment(of: FaultCatalog().outage.name, outage.at)
        else { return nil }
        return from..<(from + outage.length)
    }
}

extension SettingForm where Value == Outage? {
    fileprivate static var outage: Self {
        Self(
            text:
                "{\"kind\": \"refused\", \"reset\" or \"silence\", \"length\": seconds, \"at\": seconds or true}, or null",
            read: { json in
                if json.isNull { return .some(nil) }
                guard let kind = json["kind"]?.stringValue.flatMap(Outage.Kind.init),
                    let length = json["length"]?.duration, json.hasOnly(["kind", "length", "at"]),
                    let at = SettingForm<OnceAt?>.onceAt.read(json["at"] ?? true)
                else { return nil }
                return .some(Outage(kind, length: length, at: at ?? .drawn))
            },
            write: { outage in
                guard let outage else { return .null }
                return [
                    "kind": .string(outage.kind.rawValue), "length": .number(outage.length.inSeconds),
                    "at": SettingForm<OnceAt?>.onceAt.write(outage.at),
                ]
            })
    }
}

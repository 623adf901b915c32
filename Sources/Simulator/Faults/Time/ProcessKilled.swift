import Basics

extension FaultCatalog {
    package var processKilled: Fault<ProcessKills> {
        Fault(
            "processKilled", .processKills, usual: ProcessKills(),
            """
            Points at which the script's process is killed, twice in a run at most; the same script is started again at once, after \
            5 minutes or after 20 hours.
            """,
            draws: WeatherDraws(
                normal: [
                    "chance": 0.05, "value": ["share": ["between": [0.0005, 0.05]], "inRolls": true],
                ],
                hostile: [
                    "chance": 0.3, "value": ["share": ["between": [0.0005, 0.2]], "inRolls": true],
                ])
        )
    }
}

/// Where a process may be killed: a share of its points, or the points of a list.
package struct ProcessKills: Sendable, Equatable {
    /// The share of the points at which the process is killed, from 0 to 1.
    package var share = 0.0
    /// Whether the process is killed only while a campaign of a roll is open: a script without a roll can't
    /// be resumed after a kill.
    package var isInRollsOnly = false
    /// Names such as `after intent@web-0003#1`: the process is killed at once at these points.
    ///
    /// `+0s`, `+5m` or `+20h` after a name is the time until the script is started again.
    package var points: [String] = []

    package init(share: Double = 0, isInRollsOnly: Bool = false, points: [String] = []) {
        (self.share, self.isInRollsOnly, self.points) = (share, isInRollsOnly, points)
    }
}

/// The end of a process from outside.
struct ProcessKill {
    /// The time from the point to the kill; nil: at once.
    var delay: Duration?
    /// The share of the events that were not durable and are kept, from 0 to 1.
    var keptShare: Double
    /// How long no process runs after the kill.
    var pause: Duration
}

extension SimulatedCloud {
    /// Decides whether the process is killed because of a point; returns nil if it runs on.
    mutating func kill(at point: RequestIdentity, now: Moment) -> ProcessKill? {
        let fault = FaultCatalog().processKilled, kills = settings.faults[fault]
        if !kills.points.isEmpty {
            let occurrence = Occurrence(fault: fault.name, subject: .request(point))
            guard allows(occurrence), let listed = listed(occurrence, kills.points) else { return nil }
            chronicle?.add(occurrence, at: now)
            var kill = drawnKill(at: point, isDelayed: false)
            kill.pause = listed.pause ?? kill.pause
            return kill
        }
        guard strikes(fault.name, share: kills.share, point, at: now) else { return nil }
        return drawnKill(at: point, isDelayed: unit(.isDelayed, point) < 0.5)
    }

    /// Finds the name in a list that means a point.
    private func listed(_ point: Occurrence, _ names: [String]) -> ListedPoint? {
        names.lazy.map(ListedPoint.init).first { listed in
            let text = "\(point.fault.rawValue)@\(listed.name)"
            return text == point.text(in: fleet) || text == point.words(in: fleet)
        }
    }

    private func drawnKill(at point: RequestIdentity, isDelayed: Bool) -> ProcessKill {
        let pauses = ListedPoint.pauses
        let spans = [0.05, 0.5, 5, 20, 60, 600]
        let span = spans[Int(unit(.span, point) * Double(spans.count))]
        return ProcessKill(
            delay: isDelayed ? .seconds(span * unit(.delay, point)) : nil, keptShare: unit(.kept, point),
            pause: pauses[Int(unit(.pause, point) * Double(pauses.count))].length)
    }

    /// The random values of a kill; each has its own number.
    private enum Salt: UInt64 { case isDelayed = 11, span, delay, kept, pause }

    private func unit(_ salt: Salt, _ point: RequestIdentity) -> Double {
        draws.unit(
            FaultCatalog().processKilled.name, request: point, position: position(of: point),
            salt: salt.rawValue)
    }
}

/// A point as a list names it.
private struct ListedPoint {
    static let pauses: [(text: String, length: Duration)] = [
        ("+0s", .zero), ("+5m", .seconds(300)), ("+20h", .seconds(20 * 3600)),
    ]

    var name: String
    /// How long no process runs after the kill; nil: a random time.
    var pause: Duration?

    init(_ text: String) {
        let pause = Self.pauses.first { text.hasSuffix($0.text) }
        name = String(text.dropLast(pause?.text.count ?? 0))
        self.pause = pause?.length
    }
}

extension SettingForm where Value == ProcessKills {
    fileprivate static var processKills: Self {
        Self(
            text: """
                a share from 0 to 1, {"share": a share, "inRolls": true} for points of open rolls only, or a list such as \
                ["after intent@web-0003#1"]
                """,
            read: { json in
                if let points = json.arrayValue {
                    let names = points.compactMap(\.stringValue)
                    return names.count == points.count ? ProcessKills(points: names) : nil
                }
                let isObject = json.objectValue != nil
                guard let share = (isObject ? json["share"] : json)?.numberValue, (0...1).contains(share),
                    let isInRolls = (isObject ? json["inRolls"] ?? false : false).boolValue,
                    !isObject || json.hasOnly(["share", "inRolls"])
                else { return nil }
                return ProcessKills(share: share, isInRollsOnly: isInRolls)
            },
            write: { kills in
                if !kills.points.isEmpty { return .array(kills.points.map { .string($0) }) }
                guard kills.isInRollsOnly else { return .number(kills.share) }
                return ["share": .number(kills.share), "inRolls": true]
            })
    }
}

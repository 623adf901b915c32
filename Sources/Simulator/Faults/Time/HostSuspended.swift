package import Basics

extension FaultCatalog {
    package var hostSuspended: Fault<Suspension?> {
        Fault(
            "hostSuspended", .suspension, usual: nil,
            "For a while, once, the script's host does not run; the world goes on, and all that is due comes late at once.",
            draws: WeatherDraws(
                normal: [
                    "chance": 0.05,
                    "value": ["length": ["between": [5, 600]], "stopsClock": ["oneOf": [false, true]]],
                ],
                hostile: [
                    "chance": 0.2,
                    "value": ["length": ["between": [5, 14_400]], "stopsClock": ["oneOf": [false, true]]],
                ])
        )
    }
}

/// A time during which the script's host does not run: a suspended laptop, a paused virtual machine, a SIGSTOP.
package struct Suspension: Sendable, Equatable {
    package var length: Duration
    /// Whether the monotonic clock stops meanwhile, as that of Linux does while the computer is suspended.
    package var stopsClock: Bool
    package var at: OnceAt

    package init(length: Duration, stopsClock: Bool = false, at: OnceAt = .drawn) {
        self.length = length
        self.stopsClock = stopsClock
        self.at = at
    }
}

extension SimulatedCloud {
    /// The time in which the script's host does not run; nil if it always runs.
    func suspensionSpan() -> Range<Moment>? {
        guard let suspension = settings.faults.hostSuspended,
            let from = moment(of: FaultCatalog().hostSuspended.name, suspension.at)
        else { return nil }
        return from..<(from + suspension.length)
    }

    /// The times in which a script can't see what happens, in order.
    package func blindSpans() -> [Range<Moment>] {
        let revoked = moment(
            of: FaultCatalog().credentialRevoked.name, settings.faults.credentialRevoked)
        return [outageSpan(), suspensionSpan(), revoked.map { $0..<max($0, .never) }].compactMap { $0 }
            .sorted { $0.lowerBound < $1.lowerBound }
    }
}

extension SettingForm where Value == Suspension? {
    fileprivate static var suspension: Self {
        Self(
            text: "{\"length\": seconds, \"stopsClock\": true or false, \"at\": seconds or true}, or null",
            read: { json in
                if json.isNull { return .some(nil) }
                guard let length = json["length"]?.duration, json.hasOnly(["length", "stopsClock", "at"]),
                    let stopsClock = (json["stopsClock"] ?? false).boolValue,
                    let at = SettingForm<OnceAt?>.onceAt.read(json["at"] ?? true)
                else { return nil }
                return .some(Suspension(length: length, stopsClock: stopsClock, at: at ?? .drawn))
            },
            write: { suspension in
                guard let suspension else { return .null }
                return [
                    "length": .number(suspension.length.inSeconds),
                    "stopsClock": .bool(suspension.stopsClock),
                    "at": SettingForm<OnceAt?>.onceAt.write(suspension.at),
                ]
            })
    }
}

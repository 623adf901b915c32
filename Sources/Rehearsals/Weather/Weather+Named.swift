import Basics
import Simulator

extension Weather {
    /// The named weathers, the mildest first.
    package static let names = ["calm", "normal", "hostile"]

    /// Returns the weather with a name; nil if no weather has the name.
    package static func named(_ name: String) -> Weather? {
        let calm = Self.calm.adding(draws(\.calm))
        return switch name {
        case "calm": try? Weather(calm)
        case "normal": try? Weather(calm.adding(normal).adding(draws(\.normal)))
        case "hostile": try? Weather(calm.adding(hostile).adding(draws(\.hostile)))
        default: nil
        }
    }

    /// The draws of a weather for all faults.
    private static func draws(_ weather: KeyPath<WeatherDraws, JSONValue?>) -> JSONObject {
        JSONObject(
            Faults.all.compactMap { fault in
                fault.draws[keyPath: weather].map { .init(key: fault.name.rawValue, value: $0) }
            })
    }

    /// No faults, but each cloud behaves a little differently, also in what its documentation leaves open.
    private static let calm: JSONObject = [
        "lag": ["median": ["between": [0.1, 2]], "sigma": ["between": [0.2, 0.8]]],
        "bootTime": ["median": ["between": [8, 60]], "sigma": ["between": [0.2, 0.6]]],
        "warmUp": ["median": ["between": [1, 10]], "sigma": ["between": [0.2, 0.6]]],
        "latency": [["between": [0.01, 0.1]], ["between": [0.1, 0.8]]],
        "badID": ["oneOf": ["failsWholeCall", "listed"]],
        "pageSizeTruncatesIDQueries": ["oneOf": [false, true]],
        "pageSizeMax": ["oneOf": [1000, 100, 30, 7]],
        "recentBoots": ["between": [0, 0.3]],
        "powerOnStatus": ["oneOf": ["BOOTING", "STARTING"]],
        "secondReboot": ["oneOf": ["refused", "accepted"]],
        "approvedAfter": ["between": [10, 900]],
    ]

    /// The faults that an operator meets in a bad month.
    private static let normal: JSONObject = [
        "badID": badID, "approvedAfter": ["chance": 0.7, "between": [10, 7200]],
    ]

    /// All faults, often, and several at once.
    private static let hostile: JSONObject = [
        "badID": badID, "approvedAfter": ["chance": 0.5, "between": [10, 14_400]],
    ]

    /// The documentation does not tell which ids a call with a bad id still changes.
    private static let badID: JSONValue = [
        "oneOf": ["failsWholeCall", "failsAfterThoseBefore", "failsAfterTheOthers", "listed"]
    ]
}

extension JSONObject {
    fileprivate func adding(_ other: JSONObject) -> JSONObject {
        var sum = self
        for member in other.members { sum[member.key] = member.value }
        return sum
    }
}

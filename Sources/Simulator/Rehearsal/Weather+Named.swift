import ZenlayerCloud

extension Weather {
    /// The weathers that have names, from the mildest on.
    package static let names = ["calm", "normal", "hostile"]

    /// The weather of a name; nil where there is none.
    package static func named(_ name: String) -> Weather? {
        switch name {
        case "calm": try? Weather(calm)
        case "normal": try? Weather(calm.adding(normal))
        case "hostile": try? Weather(calm.adding(hostile))
        default: nil
        }
    }

    /// Nothing goes wrong, but every cloud is a little different, also where its documentation leaves something open.
    private static let calm: JSONObject = [
        "lag": ["median": ["between": [0.1, 2]], "sigma": ["between": [0.2, 0.8]]],
        "bootTime": ["median": ["between": [8, 60]], "sigma": ["between": [0.2, 0.6]]],
        "warmUp": ["median": ["between": [1, 10]], "sigma": ["between": [0.2, 0.6]]],
        "latency": [["between": [0.01, 0.1]], ["between": [0.1, 0.8]]],
        "badID": ["oneOf": ["failsWholeCall", "listed"]],
        "pageSizeTruncatesIDQueries": ["oneOf": [false, true]],
        "powerOnStatus": ["oneOf": ["BOOTING", "STARTING"]],
        "secondReboot": ["oneOf": ["rejected", "accepted"]],
        "saysRetryAfter": ["oneOf": [false, true]],
        "approvedAfter": ["between": [10, 900]],
    ]

    /// What an operator meets in a bad month.
    private static let normal: JSONObject = [
        "stuckInReboot": ["chance": 0.15, "between": [0.005, 0.03]],
        "comesBackStopped": ["chance": 0.1, "between": [0.005, 0.03]],
        "comesBackUnhealthy": ["chance": 0.15, "between": [0.005, 0.03]],
        "unhealthyAgain": ["chance": 0.1, "between": [0.005, 0.02]],
        "unhealthyAtStart": ["chance": 0.15, "between": [0.005, 0.03]],
        "rebootUnseen": ["chance": 0.2, "between": [0.01, 0.2]],
        "healthFlaps": ["chance": 0.15, "between": [0.01, 0.05]],
        "agentMissing": ["chance": 0.3, "between": [0.01, 0.5]],
        "bootIDUnreadable": ["chance": 0.1, "between": [0.01, 0.1]],
        "diesByItself": ["chance": 0.15, "between": [0.005, 0.03]],
        "vanishes": ["chance": 0.08, "between": [0.005, 0.02]],
        "movesToRecycle": ["chance": 0.05, "between": [0.005, 0.02]],
        "underMaintenance": ["chance": 0.1, "between": [0.005, 0.05]],
        "fateWithin": ["between": [120, 3600]],
        "requestLost": ["chance": 0.2, "between": [0.001, 0.02]],
        "answerLost": ["chance": 0.25, "between": [0.001, 0.03]],
        "answerLate": ["chance": 0.15, "between": [0.001, 0.02]],
        "serverError": ["chance": 0.25, "between": [0.001, 0.03]],
        "htmlAnswer": ["chance": 0.15, "between": [0.001, 0.03]],
        "truncatedAnswer": ["chance": 0.1, "between": [0.001, 0.02]],
        "idRefused": ["chance": 0.15, "between": [0.001, 0.02]],
        "alwaysFails": ["chance": 0.1, "between": [0.002, 0.02]],
        "hookFails": ["chance": 0.1, "between": [0.001, 0.02]],
        "rateLimit": ["chance": 0.2, "between": [3, 20]],
        "throttleStorm": [
            "chance": 0.15, "value": ["every": ["between": [300, 1800]], "length": ["between": [5, 60]]],
        ],
        "staleStatus": [
            "chance": 0.1, "value": ["every": ["between": [300, 1800]], "length": ["between": [4, 20]]],
        ],
        "zosMissing": ["chance": 0.2, "value": true],
        "approvedAfter": ["chance": 0.7, "between": [10, 7200]],
        "clockJump": ["chance": 0.05, "oneOf": [-3600, -300, 300, 3600]],
        "startsAt": ["chance": 0.3, "oneOf": edges],
    ]

    /// Everything that can go wrong does, often, and several at once.
    private static let hostile: JSONObject = [
        "stuckInReboot": ["chance": 0.35, "between": [0.005, 0.1]],
        "comesBackStopped": ["chance": 0.25, "between": [0.005, 0.1]],
        "comesBackUnhealthy": ["chance": 0.35, "between": [0.005, 0.1]],
        "unhealthyAgain": ["chance": 0.3, "between": [0.005, 0.1]],
        "unhealthyAtStart": ["chance": 0.35, "between": [0.005, 0.1]],
        "rebootUnseen": ["chance": 0.4, "between": [0.01, 0.6]],
        "healthFlaps": ["chance": 0.35, "between": [0.01, 0.3]],
        "agentMissing": ["chance": 0.5, "between": [0.01, 1]],
        "bootIDUnreadable": ["chance": 0.3, "between": [0.01, 0.5]],
        "diesByItself": ["chance": 0.4, "between": [0.005, 0.15]],
        "vanishes": ["chance": 0.25, "between": [0.005, 0.1]],
        "movesToRecycle": ["chance": 0.2, "between": [0.005, 0.1]],
        "underMaintenance": ["chance": 0.25, "between": [0.005, 0.3]],
        "fateWithin": ["between": [60, 3600]],
        "requestLost": ["chance": 0.4, "between": [0.002, 0.15]],
        "answerLost": ["chance": 0.5, "between": [0.002, 0.2]],
        "answerLate": ["chance": 0.35, "between": [0.002, 0.1]],
        "serverError": ["chance": 0.5, "between": [0.002, 0.2]],
        "htmlAnswer": ["chance": 0.35, "between": [0.002, 0.15]],
        "truncatedAnswer": ["chance": 0.3, "between": [0.002, 0.1]],
        "idRefused": ["chance": 0.3, "between": [0.002, 0.1]],
        "alwaysFails": ["chance": 0.25, "between": [0.002, 0.1]],
        "hookFails": ["chance": 0.25, "between": [0.005, 0.2]],
        "rateLimit": ["chance": 0.4, "between": [1, 20]],
        "throttleStorm": [
            "chance": 0.4, "value": ["every": ["between": [60, 900]], "length": ["between": [5, 120]]],
        ],
        "staleStatus": [
            "chance": 0.3, "value": ["every": ["between": [60, 900]], "length": ["between": [4, 60]]],
        ],
        "zosMissing": ["chance": 0.3, "value": true],
        "approvedAfter": ["chance": 0.5, "between": [10, 14_400]],
        "clockJump": ["chance": 0.2, "oneOf": [-86_400, -3600, -300, 300, 3600, 86_400]],
        "startsAt": ["chance": 0.6, "oneOf": edges],
    ]

    /// Shortly before clocks are put forward or back, before a leap day, a year's end, and the 19th of January 2038.
    private static let edges: JSONValue = [
        "2026-03-29T00:30:00Z", "2026-10-25T00:30:00Z", "2026-03-08T06:30:00Z", "2026-11-01T05:30:00Z",
        "2028-02-28T23:30:00Z", "2026-12-31T23:30:00Z", "2038-01-19T03:00:00Z",
    ]
}

extension JSONObject {
    fileprivate func adding(_ other: JSONObject) -> JSONObject {
        var sum = self
        for member in other.members { sum[member.key] = member.value }
        return sum
    }
}

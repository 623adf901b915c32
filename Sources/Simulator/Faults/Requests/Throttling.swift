import Basics

// Requests that are refused with 429.
extension FaultCatalog {
    package var rateLimit: Fault<Double> {
        Fault(
            "rateLimit", .rate, usual: 0, "Requests a second that are not answered with 429; 0: all.",
            draws: WeatherDraws(
                normal: ["chance": 0.2, "between": [3, 20]], hostile: ["chance": 0.4, "between": [1, 20]])
        ) { _, _, active in
            active.add(arrival: { (cloud, _, now) throws(Refusal) in
                if let wait = cloud.bucket.take(at: now) { throw cloud.tooManyRequests(wait: wait, at: now) }
            })
        }
    }

    package var throttleStorm: Fault<Spell?> {
        Fault(
            "throttleStorm", .spell, usual: nil, "While it lasts, nine requests in ten get a 429.",
            draws: WeatherDraws(
                normal: [
                    "chance": 0.15,
                    "value": ["every": ["between": [300, 1800]], "length": ["between": [5, 60]]],
                ],
                hostile: [
                    "chance": 0.4,
                    "value": ["every": ["between": [60, 900]], "length": ["between": [5, 120]]],
                ])
        ) { name, spell, active in
            active.add(arrival: { (cloud, _, now) throws(Refusal) in
                guard cloud.isUnder(spell, of: name, at: now),
                    cloud.draws.isHitByStorm(request: cloud.record.count)
                else { return }
                throw cloud.tooManyRequests(wait: 2_000_000_000, at: now)
            })
        }
    }

    package var saysRetryAfter: Fault<Bool> {
        Fault(
            "saysRetryAfter", .flag, usual: true, "Whether a 429 says Retry-After.",
            draws: WeatherDraws(calm: ["oneOf": [false, true]]))
    }

    package var retryAfterIsDate: Fault<Bool> {
        Fault(
            "retryAfterIsDate", .flag, usual: false,
            "Whether Retry-After is a date, by the cloud's clock, instead of seconds.",
            draws: WeatherDraws(
                normal: ["chance": 0.3, "value": true], hostile: ["chance": 0.5, "value": true]))
    }
}

extension SimulatedCloud {
    /// The refusal of a request that may be sent again after `wait` nanoseconds.
    fileprivate func tooManyRequests(wait: Int64, at now: Moment) -> Refusal {
        var refusal = Refusal.requestLimit
        guard settings.faults.saysRetryAfter else { return refusal }
        let seconds = (wait + 999_999_999) / 1_000_000_000
        refusal.retryAfter =
            settings.faults.retryAfterIsDate
            ? HTTPDate.text(unixSeconds: unixSeconds(at: now + 999_999_999) + seconds) : String(seconds)
        return refusal
    }
}

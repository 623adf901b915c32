import Basics

extension FaultCatalog {
    package var takesEffectLate: Fault<Double> {
        Fault(
            "takesEffectLate",
            "Reboots, starts and stops whose connection breaks, and that are carried out up to two minutes later.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.001, 0.02]],
                hostile: ["chance": 0.35, "between": [0.002, 0.15]]),
            RequestEffect(carriedOut: .later(.seconds(120)), strikesChangesOnly: true, outcome: .postponed) {
                SimulatedAnswer(.connectionBroken, after: $0.delay)
            })
    }
}

/// A request whose connection broke, and that is carried out later.
struct PostponedRequest: Sendable {
    var at: Moment
    var attempt: Attempt
}

extension SimulatedCloud {
    /// Stores a request that is carried out at a drawn moment, at most `latest` from now.
    mutating func postpone(_ attempt: Attempt, _ fault: FaultName, latest: Duration, at now: Moment) {
        let unit = draws.unit(fault, request: attempt.identity, position: position(of: attempt.identity))
        let at = now + Int64(Double(latest.wholeNanoseconds) * unit)
        let place = postponed.firstIndex { $0.at <= at } ?? postponed.endIndex
        postponed.insert(PostponedRequest(at: at, attempt: attempt), at: place)
    }

    /// Carries out the next postponed request; no client gets its answer.
    mutating func carryOutPostponed() {
        guard var next = postponed.popLast() else { return }
        do throws(Refusal) {
            try perform(&next.attempt, isPostponed: true, at: next.at)
            note(next.attempt, .unheard, at: next.at)
        } catch {
            record.refused(error)
            note(next.attempt, .refused(status: error.status, code: error.code), at: next.at)
        }
    }
}

import Basics

// Faults that strike machines without any request.
extension FaultCatalog {
    package var diesByItself: Fault<Affected> {
        Fault(
            "diesByItself", "These are STOPPED from some moment on.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.005, 0.03]],
                hostile: ["chance": 0.4, "between": [0.005, 0.15]]),
            .once { cloud, index, now in cloud.begin(.death(at: now), of: index, at: now) })
    }

    package var vanishes: Fault<Affected> {
        Fault(
            "vanishes", "These are not in the inventory any more from some moment on.",
            draws: WeatherDraws(
                normal: ["chance": 0.08, "between": [0.005, 0.02]],
                hostile: ["chance": 0.25, "between": [0.005, 0.1]]),
            .once { cloud, index, now in cloud.remove(index, at: now) })
    }

    package var movesToRecycle: Fault<Affected> {
        Fault(
            "movesToRecycle", "These go to the recycle bin at some moment.",
            draws: WeatherDraws(
                normal: ["chance": 0.05, "between": [0.005, 0.02]],
                hostile: ["chance": 0.2, "between": [0.005, 0.1]]),
            .once { cloud, index, now in cloud.begin(.toRecycleBin(at: now), of: index, at: now) })
    }
}

extension SimulatedCloud {
    /// Removes a machine from the inventory.
    mutating func remove(_ index: Int, at now: Moment) {
        guard !machines[index].isGone(at: now) else { return }
        machines[index].goneAt = now
        goneCount += 1
        lastSelection = nil
        ledger.expect(index, at: now, goesDown: false)
    }
}

extension Machine.Change {
    fileprivate static func death(at moment: Moment) -> Self {
        Self(
            during: .stopped, after: .stopped, boots: 0, leavesAt: moment, returnsAt: moment,
            answersAt: .never, healthyAt: .never)
    }

    fileprivate static func toRecycleBin(at moment: Moment) -> Self {
        Self(
            during: .recycling, after: .recycle, boots: 0, leavesAt: moment, returnsAt: moment + .seconds(10),
            answersAt: .never, healthyAt: .never)
    }
}

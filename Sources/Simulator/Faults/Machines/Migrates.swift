import Basics

extension FaultCatalog {
    package var migrates: Fault<Affected> {
        Fault(
            "migrates", "These run on, and show the unknown status MIGRATING for one to five minutes.",
            draws: WeatherDraws(
                normal: ["chance": 0.05, "between": [0.005, 0.02]],
                hostile: ["chance": 0.2, "between": [0.005, 0.1]]),
            .once { cloud, index, now in
                let position = Int(cloud.fleet.instances[index].position)
                let length = cloud.draws.migration(instance: position)
                cloud.machines[index].migration = now..<(now + length)
                cloud.restless.insert(Int32(index))
            })
    }
}

extension Draws {
    fileprivate func migration(instance: Int) -> Duration {
        var generator = SeededGenerator(seed: seed, stream: .migration, index: instance)
        return .seconds(60 + 240 * generator.unit())
    }
}

// Faults of the commands that run inside an instance.

import Basics

extension FaultCatalog {
    package var agentMissing: Fault<Affected> {
        Fault(
            "agentMissing", "On these no agent runs commands.",
            draws: WeatherDraws(
                normal: ["chance": 0.3, "between": [0.01, 0.5]],
                hostile: ["chance": 0.5, "between": [0.01, 1]]),
            .asked)
    }

    package var bootIDUnreadable: Fault<Affected> {
        Fault(
            "bootIDUnreadable", "The boot id of these cannot be read.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.01, 0.1]],
                hostile: ["chance": 0.3, "between": [0.01, 0.5]]),
            .asked)
    }
}

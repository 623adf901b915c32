// Faults with which a reboot ends badly.

import Basics

extension FaultCatalog {
    package var stuckInReboot: Fault<Affected> {
        Fault(
            "stuckInReboot", "These stay in REBOOT for ever.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.005, 0.03]],
                hostile: ["chance": 0.35, "between": [0.005, 0.1]]),
            .atReboot { $0.comesBack = false })
    }

    package var comesBackStopped: Fault<Affected> {
        Fault(
            "comesBackStopped", "These are STOPPED after a reboot.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.005, 0.03]],
                hostile: ["chance": 0.25, "between": [0.005, 0.1]]),
            .atReboot { $0.statusAfter = .stopped })
    }

    package var comesBackUnhealthy: Fault<Affected> {
        Fault(
            "comesBackUnhealthy", "These are RUNNING after a reboot, and never healthy.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.005, 0.03]],
                hostile: ["chance": 0.35, "between": [0.005, 0.1]]),
            .atBoot { $0.becomesHealthy = false })
    }

    package var unhealthyAgain: Fault<Affected> {
        Fault(
            "unhealthyAgain",
            "These are healthy after a reboot, and unhealthy again about a minute later.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.005, 0.02]],
                hostile: ["chance": 0.3, "between": [0.005, 0.1]]),
            .atBoot { $0.healthyFor = .seconds(60) })
    }

    package var rebootUnseen: Fault<Affected> {
        Fault(
            "rebootUnseen", "The REBOOT of these is too short to be seen by a poll a second.",
            draws: WeatherDraws(
                normal: ["chance": 0.2, "between": [0.01, 0.2]],
                hostile: ["chance": 0.4, "between": [0.01, 0.6]]),
            .atReboot { $0.bootTime = 50_000_000 })
    }
}

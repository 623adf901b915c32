// Requests and answers that the network loses.

import Basics

extension FaultCatalog {
    package var requestLost: Fault<Double> {
        Fault(
            "requestLost", "Requests that never arrive: the connection breaks.",
            draws: WeatherDraws(
                normal: ["chance": 0.2, "between": [0.001, 0.02]],
                hostile: ["chance": 0.4, "between": [0.002, 0.15]]),
            RequestEffect(carriedOut: .never, outcome: .lost) {
                SimulatedAnswer(.connectionBroken, after: $0.delay)
            })
    }

    package var answerLost: Fault<Double> {
        Fault(
            "answerLost", "Requests that are done, and whose answer never comes: the connection breaks.",
            draws: WeatherDraws(
                normal: ["chance": 0.25, "between": [0.001, 0.03]],
                hostile: ["chance": 0.5, "between": [0.002, 0.2]]),
            RequestEffect(carriedOut: .always) { SimulatedAnswer(.connectionBroken, after: $0.delay) })
    }

    package var answerLate: Fault<Double> {
        Fault(
            "answerLate", "Requests that are done, and whose answer takes one to two minutes.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.001, 0.02]],
                hostile: ["chance": 0.35, "between": [0.002, 0.1]]),
            RequestEffect(carriedOut: .always) {
                $0.frame.success(delay: .seconds(60) + $0.delay * 500)
            })
    }
}

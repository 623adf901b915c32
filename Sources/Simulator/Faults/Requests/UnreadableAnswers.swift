// Answers from which a client can't tell whether its request was carried out; half of them were.

import Basics

extension FaultCatalog {
    package var serverError: Fault<Double> {
        Fault(
            "serverError",
            "Requests answered with an error of the system; half of them are done all the same.",
            draws: WeatherDraws(
                normal: ["chance": 0.25, "between": [0.001, 0.03]],
                hostile: ["chance": 0.5, "between": [0.002, 0.2]]),
            RequestEffect(carriedOut: .halfOfThem) { attempt in
                let refusal = Refusal(500, "INTERNAL_SERVER_ERROR", "An internal error occurred.")
                return attempt.frame.failure(refusal, delay: attempt.delay)
            })
    }

    package var htmlAnswer: Fault<Double> {
        Fault(
            "htmlAnswer", "Requests answered by a page of HTML; half of them are done all the same.",
            draws: WeatherDraws(
                normal: ["chance": 0.15, "between": [0.001, 0.03]],
                hostile: ["chance": 0.35, "between": [0.002, 0.15]]),
            RequestEffect(carriedOut: .halfOfThem) { attempt in
                SimulatedAnswer(
                    status: 502, headers: [(name: "content-type", value: "text/html")],
                    body: Array("<html><body><h1>502 Bad Gateway</h1></body></html>\n".utf8),
                    delay: attempt.delay)
            })
    }

    package var truncatedAnswer: Fault<Double> {
        Fault(
            "truncatedAnswer",
            "Requests whose answer breaks off in the middle; half of them are done all the same.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.001, 0.02]],
                hostile: ["chance": 0.3, "between": [0.002, 0.1]]),
            RequestEffect(carriedOut: .halfOfThem) { attempt in
                var answer = attempt.frame.success(delay: attempt.delay)
                answer.body = Array(answer.body.prefix(answer.body.count * 2 / 3))
                return answer
            })
    }
}

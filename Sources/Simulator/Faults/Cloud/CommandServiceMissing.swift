import Basics

extension FaultCatalog {
    package var zosMissing: Fault<Bool> {
        Fault(
            "zosMissing", .flag, usual: false, "The command service does not exist.",
            draws: WeatherDraws(
                normal: ["chance": 0.2, "value": true], hostile: ["chance": 0.3, "value": true])
        ) { _, _, active in
            active.add(arrival: { (_, attempt, _) throws(Refusal) in
                if attempt.service == "zos" { throw .unauthorizedOperation }
            })
        }
    }
}

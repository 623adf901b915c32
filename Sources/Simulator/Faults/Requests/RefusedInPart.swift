import Basics

extension FaultCatalog {
    package var refusedInPart: Fault<Double> {
        Fault(
            "refusedInPart", .share, usual: 0,
            "Reboots, starts and stops of several that are refused for one id, and carried out for others.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.002, 0.03]],
                hostile: ["chance": 0.35, "between": [0.005, 0.3]]))
    }
}

/// A batch that is refused as a whole because of one id.
struct RefusedBatch: Sendable {
    /// The ids that are carried out although the batch is refused.
    enum Part: Sendable, CaseIterable { case before, others, after, none }

    /// The place of the bad id in the batch.
    var position: Int
    var refusal: Refusal
    var carriedOut: Part

    func isCarriedOut(_ position: Int) -> Bool {
        switch carriedOut {
        case .before: position < self.position
        case .others: position != self.position
        case .after: position > self.position
        case .none: false
        }
    }
}

extension SimulatedCloud {
    /// The refusal of a batch because of one id that could be carried out, and what is carried out; nil if the fault does not
    /// strike.
    mutating func refusesBatchInPart(of count: Int, at now: Moment) -> RefusedBatch? {
        let fault = FaultCatalog().refusedInPart.name, request = requestUnderWay.identity
        guard count > 1, strikes(fault, share: settings.faults.refusedInPart, request, at: now) else {
            return nil
        }
        func draw(_ salt: UInt64, below limit: Int) -> Int {
            let unit = draws.unit(fault, request: request, position: position(of: request), salt: salt)
            return Int(unit * Double(limit))
        }
        return RefusedBatch(
            position: draw(3, below: count), refusal: Self.batchRefusals[draw(4, below: 3)],
            carriedOut: RefusedBatch.Part.allCases[draw(5, below: 3)])
    }

    private static let batchRefusals: [Refusal] = [
        .instanceStatus, Refusal(500, "INTERNAL_SERVER_ERROR", "An internal error occurred."),
        Refusal(503, "SERVICE_TEMPORARY_UNAVAILABLE", "The service is temporarily unavailable."),
    ]
}

extension CloudBehaviour.BadIDAnswer {
    /// The ids that are carried out of a batch that is refused because of a bad id; nil if it is not refused.
    var carriedOut: RefusedBatch.Part? {
        switch self {
        case .failsWholeCall: RefusedBatch.Part.none
        case .failsAfterThoseBefore: .before
        case .failsAfterTheOthers: .others
        case .listed: nil
        }
    }
}

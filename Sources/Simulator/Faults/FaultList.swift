extension Faults {
    /// Every fault, one line each; where several could strike one request, the first that does.
    static let all: [any FaultDeclaration] = {
        let catalog = FaultCatalog()
        return [
            catalog.alwaysFails,
            catalog.stuckInReboot,
            catalog.comesBackStopped,
            catalog.comesBackUnhealthy,
            catalog.unhealthyAgain,
            catalog.unhealthyAtStart,
            catalog.rebootUnseen,
            catalog.healthFlaps,
            catalog.agentMissing,
            catalog.bootIDUnreadable,
            catalog.diesByItself,
            catalog.vanishes,
            catalog.movesToRecycle,
            catalog.fateWithin,
            catalog.underMaintenance,
            catalog.maintenance,
            catalog.requestLost,
            catalog.answerLost,
            catalog.answerLate,
            catalog.takesEffectLate,
            catalog.serverError,
            catalog.htmlAnswer,
            catalog.truncatedAnswer,
            catalog.idRefused,
            catalog.hookFails,
            catalog.firstRebootHang,
            catalog.firstRebootLost,
            catalog.rateLimit,
            catalog.throttleStorm,
            catalog.saysRetryAfter,
            catalog.staleStatus,
            catalog.zosMissing,
            catalog.startsAt,
            catalog.clockJump,
            catalog.clockSkew,
            catalog.only,
        ]
    }()

    static let names = Set(all.map(\.name.rawValue))
}

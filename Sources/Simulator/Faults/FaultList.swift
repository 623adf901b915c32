extension Faults {
    /// Every fault, one line each.
    ///
    /// If several faults could strike one request, the first in this list does.
    package static let all: [any FaultDeclaration] = {
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
            catalog.appears,
            catalog.migrates,
            catalog.fateWithin,
            catalog.underMaintenance,
            catalog.maintenance,
            catalog.connectionSlow,
            catalog.requestLost,
            catalog.answerLost,
            catalog.answerLate,
            catalog.takesEffectLate,
            catalog.serverError,
            catalog.htmlAnswer,
            catalog.truncatedAnswer,
            catalog.idRefused,
            catalog.refusedInPart,
            catalog.oddFailedList,
            catalog.rowsMissing,
            catalog.listChanges,
            catalog.outage,
            catalog.credentialRevoked,
            catalog.hookFails,
            catalog.firstRebootHang,
            catalog.firstRebootLost,
            catalog.rateLimit,
            catalog.throttleStorm,
            catalog.saysRetryAfter,
            catalog.retryAfterIsDate,
            catalog.staleStatus,
            catalog.zosMissing,
            catalog.startsAt,
            catalog.clockJump,
            catalog.clockSkew,
            catalog.hostSuspended,
            catalog.journalSlow,
            catalog.journalFull,
            catalog.journalFails,
            catalog.processKilled,
            catalog.only,
        ]
    }()

    static let names = Set(all.map(\.name.rawValue))
}

extension CloudSettings {
    static let machineFaultKnobs: [Knob] = [
        Knob("alwaysFails", \.faults.alwaysFails, .affected, "Reboots, starts and stops of these fail."),
        Knob("stuckInReboot", \.faults.stuckInReboot, .affected, "These stay in REBOOT for ever."),
        Knob("comesBackStopped", \.faults.comesBackStopped, .affected, "These are STOPPED after a reboot."),
        Knob(
            "comesBackUnhealthy", \.faults.comesBackUnhealthy, .affected,
            "These are RUNNING after a reboot, and never healthy."),
        Knob(
            "unhealthyAgain", \.faults.unhealthyAgain, .affected,
            "These are healthy after a reboot, and unhealthy again about a minute later."),
        Knob(
            "unhealthyAtStart", \.faults.unhealthyAtStart, .affected,
            "These are RUNNING but not healthy until they are rebooted."),
        Knob(
            "rebootUnseen", \.faults.rebootUnseen, .affected,
            "The REBOOT of these is too short to be seen by a poll a second."),
        Knob(
            "healthFlaps", \.faults.healthFlaps, .affected,
            "The health endpoint of these says 503 now and then although they are healthy."),
        Knob("agentMissing", \.faults.agentMissing, .affected, "On these no agent runs commands."),
        Knob(
            "bootIDUnreadable", \.faults.bootIDUnreadable, .affected, "The boot id of these cannot be read."),
        Knob("diesByItself", \.faults.diesByItself, .affected, "These are STOPPED from some moment on."),
        Knob(
            "vanishes", \.faults.vanishes, .affected,
            "These are not in the inventory any more from some moment on."),
        Knob(
            "movesToRecycle", \.faults.movesToRecycle, .affected,
            "These go to the recycle bin at some moment."),
        Knob(
            "fateWithin", \.faults.fateWithin, .seconds,
            "Within which time after the start the last three happen, and the jump of the clock."),
        Knob(
            "underMaintenance", \.faults.underMaintenance, .affected,
            "The provider has announced maintenance of these, for the next hours."),
        Knob("maintenance", \.faults.maintenance, .alerts, "What DescribeMaintenanceAlerts lists as well."),
    ]

    static let requestFaultKnobs: [Knob] = [
        Knob(
            "requestLost", \.faults.requestLost, .share, "Requests that never arrive: the connection breaks."),
        Knob(
            "answerLost", \.faults.answerLost, .share,
            "Requests that are done, and whose answer never comes: the connection breaks."),
        Knob(
            "answerLate", \.faults.answerLate, .share,
            "Requests that are done, and whose answer takes one to two minutes."),
        Knob(
            "serverError", \.faults.serverError, .share,
            "Requests answered with an error of the system; half of them are done all the same."),
        Knob(
            "htmlAnswer", \.faults.htmlAnswer, .share,
            "Requests answered by a page of HTML; half of them are done all the same."),
        Knob(
            "truncatedAnswer", \.faults.truncatedAnswer, .share,
            "Requests whose answer breaks off in the middle; half of them are done all the same."),
        Knob(
            "idRefused", \.faults.idRefused, .share,
            "Ids in a reboot, start or stop that are listed as failed for no reason."),
        Knob(
            "hookFails", \.faults.hookFails, .share,
            "Calls of a rehearsed service's drain or undrain that fail."),
        Knob(
            "firstRebootHang", \.faults.firstRebootHang, .optionalSeconds,
            "The answer to the first RebootInstances takes this long."),
        Knob(
            "firstRebootLost", \.faults.firstRebootLost, .flag,
            "Whether that request is lost instead of accepted."),
        Knob(
            "rateLimit", \.faults.rateLimit, .rate,
            "Requests a second that are not answered with 429; 0: all."),
        Knob(
            "throttleStorm", \.faults.throttleStorm, .spell, "While it lasts, nine requests in ten get a 429."
        ),
        Knob("saysRetryAfter", \.faults.saysRetryAfter, .flag, "Whether a 429 says Retry-After."),
        Knob(
            "staleStatus", \.faults.staleStatus, .spell,
            "While it lasts, statuses are those of half a spell ago."),
        Knob("zosMissing", \.faults.zosMissing, .flag, "The command service does not exist."),
    ]

    static let timeFaultKnobs: [Knob] = [
        Knob("startsAt", \.faults.startsAt, .calendar, "Calendar time at the start."),
        Knob(
            "clockJump", \.faults.clockJump, .signedSeconds,
            "By how much the wall clock jumps at some moment."),
        Knob(
            "only", \.faults.only, .occurrences,
            "Of everything that chance decides, only these strokes happen."),
    ]
}

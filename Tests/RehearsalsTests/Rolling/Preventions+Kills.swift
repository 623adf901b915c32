import Basics

@testable import Rehearsals
@testable import Simulator

private func killed(_ points: String...) -> @Sendable (inout CloudSettings) -> Void {
    { $0.faults.processKilled = ProcessKills(points: points) }
}

/// Removes the wait for an event: its effect begins before the event is durable.
private func unrecorded(_ kind: String) -> Prevention.Edit {
    .init(
        "ports/journal", "event.seq, event, is_awaited)",
        "event.seq, event, is_awaited and event.kind ~= \"\(kind)\")")
}

private let drained = "drain = service.drain, undrain = service.undrain"

/// The preventions that keep a roll correct although its process is killed.
let surviving = [
    Prevention(
        mistake: "an instance is drained before the journal says so",
        withoutIt: [unrecorded("draining")],
        specification: """
            instances = ids, \(drained),
            blockers = { function() return clock() > 0.5 and "later" or nil end }, blocker_deadline = "2m"
            """,
        weather: killed("after drained@web-0001#1+5m"),
        harm: shows("it is left out of load") { !$0.script.drained.isEmpty }),
    Prevention(
        mistake: "a reboot is asked for before the journal says so",
        withoutIt: [unrecorded("intent")],
        specification: "instances = ids",
        weather: killed("after RebootInstances@web-0001#1+5m"),
        harm: violates(OneRebootInvariant.name)),
    Prevention(
        mistake: "an instance is forced before the journal says so",
        withoutIt: [unrecorded("forced")],
        specification: "instances = { ids[1] }, escalate = { after = '2m', max = 5 }",
        weather: {
            $0.faults.stuckInReboot = .all
            $0.behaviour.secondReboot = .accepted
            $0.faults.processKilled = ProcessKills(points: ["after RebootInstances@web-0001#2+0s"])
        },
        harm: shows("it was forced twice") { run in
            run.events.count {
                if case .rebootAccepted(_, _, _, isForced: true) = $0.kind { true } else { false }
            } > 1
        }),
    Prevention(
        mistake: "an instance is put back before the journal says so, and what is drained is believed",
        withoutIt: [
            unrecorded("undraining"),
            .init("conductor/resumption", "    put_back(self)\n", ""),
        ],
        specification: """
            instances = ids, drain = function(id) service.drain(id) sleep(10) end, undrain = service.undrain,
            blockers = { function() return clock() > 0.5 and clock() < 60 and "later" or nil end }
            """,
        weather: killed("after undrained@web-0001#1+5m"),
        harm: violates(DrainInvariant.name)),
    Prevention(
        mistake: "a commit is called durable that a kill takes back",
        lostWithoutIt: 3,
        specification: "instances = ids",
        weather: killed("after RebootInstances@web-0001#1+5m"),
        harm: violates(OneRebootInvariant.name)),
    Prevention(
        mistake: "a request that an earlier process may have sent is sent again",
        withoutIt: [
            .init(
                "conductor/resumption", #"kind = "answered", ids = ids, answer = "unknown", found = true,"#,
                #"kind = "withdrawn", ids = ids,"#)
        ],
        specification: "instances = ids",
        weather: killed("after RebootInstances@web-0001#1+5m"),
        harm: violates(OneRebootInvariant.name)),
    Prevention(
        mistake: "each process may let as many fail as the whole roll",
        withoutIt: [
            .init(
                "core/renewal", "    watch_again(state)\n",
                "    watch_again(state)\n    state.tally = (need \"core/thresholds\").new()\n")
        ],
        specification: """
            instances = ids, order = 'as_given', batch_size = 1, max_unavailable = 4, max_failures = 1,
            health_check = { http = 'http://%s/health', timeout = '1m' }
            """,
        weather: {
            $0.faults.comesBackUnhealthy = .all
            $0.faults.processKilled = ProcessKills(
                points: ["after RebootInstances@web-0002#1+0s", "after RebootInstances@web-0003#1+0s"])
        },
        harm: shows("a third was rebooted, and one may fail") { $0.truth.boots.count > 2 }),
    Prevention(
        mistake: "that nothing has happened is believed while the request may still take effect",
        withoutIt: [
            .init(
                "core/follow",
                "return math.max(limit, sent_by + spec.late_effect)", "return limit")
        ],
        specification: "instances = { ids[1] }, ambiguous_retry = 1, observe_time = '10s'",
        weather: {
            $0.faults.takesEffectLate = 1
            $0.faults.processKilled = ProcessKills(points: ["after RebootInstances@web-0001#1+0s"])
            $0.faults.only = [
                "takesEffectLate@RebootInstances@web-0001#1",
                "processKilled@after RebootInstances@web-0001#1",
            ]
        },
        harm: violates(OneRebootInvariant.name)),
]

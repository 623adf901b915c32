import Basics
import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import Rehearsals
@testable import Simulator

/// Each mistake happens if its prevention is removed from the library, and only then.
@Suite struct PreventionTests {
    @Test(arguments: preventions)
    func itGoesWrongWithoutAndOnlyWithout(prevention: Prevention) throws {
        #expect(try prevention.harm(isPrevented: true, runs: 5) == nil)
        #expect(try prevention.harm(isPrevented: false, runs: 5) != nil)
    }
}

private let preventions = choosing + pacing + proving + stopping + asking + ending + talking + surviving

private let choosing = [
    Prevention(
        mistake: "the selection is wider than anybody thought",
        withoutIt: [.init("options/selection", "    check_count(spec, #known)\n", "")],
        specification: "filter = {}, expect = { max = 3 }",
        harm: shows("more were rebooted than expected") { $0.truth.boots.count > 3 }),
    Prevention(
        mistake: "no selection means everything",
        withoutIt: [
            .init(
                "options/specification",
                #"refuse("no instances: give instances, instances_file or filter; none never means all")"#,
                "spec.filter = {}")
        ],
        specification: "instances = nil",
        harm: shows("something was rebooted") { !$0.truth.boots.isEmpty }),
    Prevention(
        mistake: "nothing selected is called a success",
        withoutIt: [
            .init("options/selection", "if count == 0 and not spec.allow_empty then", "if false then")
        ],
        specification: "instances = {}",
        harm: shows("exit code 0, and nothing was done") { $0.exitCode == 0 }),
]

private let pacing = [
    Prevention(
        mistake: "a share of what may be down is rounded up",
        withoutIt: [
            .init(
                "core/amounts", "math.floor(total * amount.percent / 100 + 1e-9)",
                "math.ceil(total * amount.percent / 100)")
        ],
        specification: "instances = ids, max_unavailable = '10%'", fleet: 15,
        harm: shows("a tenth of 15 is 1, and more were down") { $0.truth.mostDown > 1 }),
    Prevention(
        mistake: "those that are down already are not counted",
        withoutIt: [.init("core/headcount", "for id in next, down do", "for id in next, {} do")],
        specification:
            "instances = { ids[1], ids[2], ids[3], ids[4] }, blocker_deadline = '5m', health_check = { http = 'http://%s/health' }",
        weather: { $0.faults.unhealthyAtStart = ["web-0004"] },
        harm: violates(DownLimitInvariant.name)),
    Prevention(
        mistake: "a drained instance that goes back is not counted until it is back in load",
        withoutIt: [.init("core/batch", " and not holds_drained(answer.back) then", " then")],
        specification: """
            instances = ids, batch_size = 3, max_unavailable = 3, drain = function(id) service.drain(id) sleep(90) end,
            undrain = function(id) sleep(5) service.undrain(id) end
            """,
        weather: {
            $0.faults.diesByItself = ["web-0003"]
            $0.faults.fateWithin = .seconds(30)
        },
        harm: violates(DownLimitInvariant.name)),
    Prevention(
        mistake: "many hosts begin in the same second",
        withoutIt: [.init("conductor", "if jitter > 0 then", "if false then")],
        specification: "instances = ids, start_jitter = '12h'",
        harm: shows("the first reboot came at once") { run in
            run.rebootMoments.first.map { $0.sinceStart < .seconds(10) } ?? false
        }),
    Prevention(
        mistake: "a batch comes back all at once",
        withoutIt: [
            .init("core/batch", "local is_staggered = spec.stagger > 0", "local is_staggered = false")
        ],
        specification: "instances = ids, batch_size = 4, max_unavailable = 4, stagger = '15s'",
        harm: shows("two were asked for within 15 s") { run in
            zip(run.rebootMoments, run.rebootMoments.dropFirst())
                .contains { $1.sinceStart - $0.sinceStart < .seconds(15) }
        }),
    Prevention(
        mistake: "the window is looked at once",
        withoutIt: [
            .init(
                "ports/window", "    if not window then return nil end\n    local jumped",
                "    if not window or self.was_open then return nil end\n    self.was_open = true\n    local jumped"
            )
        ],
        specification: """
            instances = ids, window = { start = os.date('!%H:%M', now() + 60), duration = '2m', tz = 'UTC', cutoff = '20s' },
            outside = 'wait', deadline = '10m'
            """,
        harm: violates(WindowInvariant.name)),
    Prevention(
        mistake: "the window is read from a clock that jumps",
        withoutIt: [
            .init("ports/window", "local jump = now() - steady_now()", "local jump = 0"),
            .init("ports/window", "local time = steady_now()", "local time = now()"),
        ],
        specification: """
            instances = ids, window = { start = os.date('!%H:%M', now() + 60), duration = '2m', tz = 'UTC', cutoff = '20s' },
            outside = 'wait', deadline = '20m'
            """,
        weather: {
            $0.faults.clockJump = -600
            $0.faults.fateWithin = .seconds(60)
        },
        harm: violates(WindowInvariant.name)),
]

private let proving = [
    Prevention(
        mistake: "a status that is not documented is taken for a reboot",
        withoutIt: [
            .init(
                "ports/poller", "if SHOWS_DEPARTURE[status] and not entry.has_left",
                #"if status ~= "RUNNING" and not entry.has_left"#)
        ],
        specification: "instances = { ids[1] }, verify = 'status', observe_time = '5m', leave_timeout = '5m'",
        weather: {
            $0.faults.requestLost = 1
            $0.faults.migrates = ["web-0001"]
            $0.faults.only = ["requestLost@RebootInstances@web-0001#1", "migrates@web-0001"]
            $0.faults.fateWithin = .seconds(60)
        },
        harm: shows("called done, and nothing was rebooted") { $0.exitCode == 0 && $0.truth.boots.isEmpty }),
    Prevention(
        mistake: "RUNNING right after the request is taken for back",
        withoutIt: [
            .init(
                "core/follow", "if seen.has_left then return departed(row) end\n    local proof",
                "do return departed(row) end\n    local proof"),
            .init(
                "core/follow",
                "if row.evidence.proof then return proven(spec, row, row.evidence.proof, now) end",
                #"do return proven(spec, row, "status", now) end"#),
        ],
        specification: "instances = ids, min_healthy_time = 0, bake_time = 0",
        weather: {
            $0.behaviour.lag = .exactly(.seconds(20))
            $0.behaviour.warmUp = .exactly(.zero)
        },
        harm: violates(DownLimitInvariant.name)),
    Prevention(
        mistake: "a reboot that nobody saw is taken for none",
        withoutIt: [
            .init(
                "core/state", "row.evidence.before, row.evidence.problem = before or nil",
                "row.evidence.before, row.evidence.problem = nil")
        ],
        specification: "instances = ids, leave_timeout = '1m'",
        weather: {
            $0.behaviour.lag = .exactly(.milliseconds(1500))
            $0.faults.rebootUnseen = .all
        },
        harm: shows("it was said not to be known") { $0.exitCode != 0 }),
    Prevention(
        mistake: "RUNNING is taken for healthy",
        withoutIt: [
            .init("core/follow", "if not check then return stays_well", "do return stays_well"),
            .init(
                "core/follow", "if not spec.health_check or spec.min_healthy_time == 0 then return done",
                "do return done"),
            .init(
                "conductor/conclusion", #"if self.state.headcount:at "done" == 0 then return end"#,
                "do return end"),
        ],
        specification: "instances = { ids[1] }, health_check = { http = 'http://%s/health', timeout = '1m' }",
        weather: { $0.faults.comesBackUnhealthy = .all },
        harm: violates(SuccessInvariant.name)),
    Prevention(
        mistake: "one that is well for a moment is called done",
        withoutIt: [
            .init(
                "conductor/conclusion", #"if self.state.headcount:at "done" == 0 then return end"#,
                "do return end")
        ],
        specification: """
            instances = ids, batch_size = 4, max_unavailable = 4, bake_time = '3m', health_check = { http = 'http://%s/health' }
            """,
        weather: { $0.faults.unhealthyAgain = ["web-0004"] },
        harm: violates(SuccessInvariant.name)),
]

private let stopping = [
    Prevention(
        mistake: "those of whom nobody knows are no failures",
        withoutIt: [
            .init(
                "core/thresholds", #"outcome == "failed" or outcome == "uncertain""#, #"outcome == "failed""#)
        ],
        specification:
            "instances = ids, batch_size = 1, max_unavailable = 4, verify = 'status', leave_timeout = '1m'",
        weather: {
            $0.behaviour.lag = .exactly(.milliseconds(1500))
            $0.faults.rebootUnseen = .all
        },
        harm: shows("it went on") { $0.truth.boots.count > 1 }),
    Prevention(
        mistake: "what was drained is forgotten",
        withoutIt: [
            .init(
                "core/follow",
                "    if row.drained then\n        return { event = { kind = \"undraining\", ids = { row.id }, outcome = step",
                "    if false then\n        return { event = { kind = \"undraining\", ids = { row.id }, outcome = step"
            )
        ],
        specification: """
            instances = ids, drain = function(id) service.drain(id) end, undrain = function(id) service.undrain(id) end
            """,
        weather: { $0.faults.alwaysFails = .all },
        harm: shows("one that was not rebooted stays out of load") { run in
            String(decoding: run.output, as: UTF8.self).contains("left drained")
        }),
    Prevention(
        mistake: "a blocker that errs does not block",
        withoutIt: [.init("ports/blockers", #"return "a blocker failed: " .. answer"#, "return nil")],
        specification: """
            instances = ids, blockers = { function() error('no such file') end }, blocker_deadline = '2m'
            """,
        harm: shows("something was rebooted") { !$0.truth.boots.isEmpty }),
    Prevention(
        mistake: "one that never comes back is waited for without end",
        withoutIt: [
            .init("core/follow", "seen), now >= deadline", "seen), false"),
            .init("core/follow", "{ wake_at = math.min(deadline, force_at) }", "{ wake_at = now + 3600 }"),
            .init(
                "ports/poller", "return now + math.min(self.max, self.up * (1 + entry.looks // 6))",
                "return now + 3600"),
        ],
        specification: "instances = ids",
        weather: { $0.faults.stuckInReboot = .all },
        harm: violates(EndInvariant.name)),
    Prevention(
        mistake: "a second reboot is the cure for a slow first",
        withoutIt: [
            .init(
                "core/follow", "local escalation = spec.escalate",
                "local escalation = { after = 60, max = 10 }")
        ],
        specification: "instances = { ids[1] }",
        weather: { $0.behaviour.bootTime = .exactly(.seconds(300)) },
        harm: violates(OneRebootInvariant.name)),
]

private let asking = [
    Prevention(
        mistake: "a roll reboots what a script has asked for, where nothing is known of what became of that",
        withoutIt: [.init("conductor", "        facts.leave_out_requested(self)\n", "")],
        script: """
            try(zec.reboot, { ids[1] })
            exit(require("rolling").reboot({ name = "prevention", instances = ids, bake_time = 0 }).exit_code)
            """,
        weather: { $0.faults.firstRebootHang = .seconds(60) },
        harm: violates(OneRebootInvariant.name)),
    Prevention(
        mistake: "a request whose answer is lost is sent again",
        withoutIt: [
            .init(
                "ports/cloud", #"answer = "unknown", reason = result.unknown_cause"#,
                #"answer = "refused", retryable = true, reason = "?""#)
        ],
        specification: "instances = { ids[1] }, bake_time = 0",
        weather: {
            $0.behaviour.lag = .exactly(.seconds(60))
            $0.faults.firstRebootHang = .seconds(40)
        },
        harm: violates(OneRebootInvariant.name)),
    Prevention(
        mistake: "the list of failed ids is not read",
        withoutIt: [
            .init(
                "ports/cloud", "for _, refused in ipairs(result.refused) do",
                "for _, refused in ipairs {} do")
        ],
        specification: "instances = { ids[1] }",
        weather: { $0.faults.alwaysFails = .all },
        harm: shows("a refusal was not told as a failure") { $0.exitCode != ExitCode.failed }),
    Prevention(
        mistake: "each instance is asked after by itself",
        withoutIt: [
            .init(
                "ports/poller", "local statuses, err = try(zec.status, ids)",
                """
                local statuses, err = {}, nil
                    for _, id in ipairs(ids) do
                        local status, problem = try(zec.status, { id })
                        if status then statuses[id] = status[id] else err = problem end
                    end
                """)
        ],
        specification: "instances = ids, batch_size = 20, max_unavailable = 20", fleet: 40,
        harm: shows("more than two requests for each instance") { run in
            run.truth.requests.reduce(0) { $0 + $1.count } > 2 * 40
        }),
]

private let ending = [
    Prevention(
        mistake: "a roll whose time is over goes on",
        withoutIt: [
            .init(
                "conductor/stopping", "or self.slot ~= nil and host.is_cancelled(self.slot, self.serial)", "")
        ],
        script: """
            task.timeout("2m", require("rolling").reboot, { name = "late", instances = ids, mode = "rolling",
                batch_size = 1, max_unavailable = 1 })
            """,
        fleet: 12,
        harm: shows("all were rebooted, though there was time for a few") { $0.truth.reboots.count == 12 }),
    Prevention(
        mistake: "two failures of overlapping batches are counted for the last one",
        withoutIt: [
            .init(
                "core/thresholds", "note_in_batch(tally, batch or 0)", "note_in_batch(tally, tally.failures)")
        ],
        specification: """
            instances = ids, batch_size = 2, max_unavailable = 6, max_failures = 10, max_failures_per_batch = 1,
                health_check = { http = "http://%s/health", timeout = "1m" }
            """,
        fleet: 6,
        weather: { $0.faults.comesBackUnhealthy = Affected(share: 1) },
        harm: shows("more than one batch was rebooted") { $0.truth.reboots.count > 2 }),
    Prevention(
        mistake: "in a large fleet an instance that failed its health check takes no room",
        withoutIt: [
            .init(
                "core/headcount", #"row.step == "uncertain" or row.is_unwell or"#,
                #"row.step == "uncertain" or"#),
            .init("ports/fleet", "    add_unwell(self, statuses, rows)\n", ""),
        ],
        specification: """
            instances = ids, order = "as_given", max_targets = 2000, max_unavailable = 3, batch_size = 3,
                max_failures = 100, bake_time = 0, blocker_deadline = "5m",
                health_check = { http = "http://%s/health", timeout = "1m" }
            """,
        fleet: 1001,
        weather: { $0.faults.comesBackUnhealthy = .all },
        harm: shows("more than 3 were down") { $0.truth.mostDown > 3 }),
    Prevention(
        mistake: "a deadline decides by what was seen before the host was suspended",
        withoutIt: [
            .init(
                "core/follow", "if seen.looked_at and seen.looked_at >= deadline then",
                "if seen.looked_at then")
        ],
        specification: "instances = { ids[1] }, reboot_timeout = '60s'",
        weather: {
            $0.faults.hostSuspended = Suspension(length: .seconds(600), at: .after(.seconds(5)))
        },
        harm: shows("an instance that is well was called failed") { $0.exitCode == ExitCode.failed }),
    Prevention(
        mistake: "a stop waits until the cloud answers again",
        withoutIt: [
            .init("conductor/stopping", "    self.work:end_preparing()\n", ""),
            .init(
                "core/decide", "function decide.next(spec, state, view, now)\n",
                """
                function decide.next(spec, state, view, now)
                    if view.pending.look then return { wake_at = math.huge } end

                """),
        ],
        script: """
            task.timeout("2m", require("rolling").reboot, { name = "away", instances = ids, batch_size = 1,
                max_unavailable = 1, blocker_deadline = "1h" })
            """,
        fleet: 12,
        weather: { $0.faults.outage = Outage(.refused, length: .seconds(3000), at: .after(.seconds(60))) },
        harm: shows("it took half an hour to stop") { $0.endedAt > Moment(.seconds(1800)) }),
    Prevention(
        mistake: "an instance of a refused batch is taken for one that was not rebooted",
        withoutIt: [
            .init(
                "ports/cloud", #"answer = "unknown", reason = result.unknown_cause"#,
                #"answer = "refused", retryable = false, reason = "refused""#)
        ],
        specification: "instances = ids, batch_size = 4, max_unavailable = 4",
        weather: {
            $0.behaviour.lag = .exactly(.seconds(30))
            $0.faults.refusedInPart = 1
        },
        harm: shows("an instance that was rebooted is called refused") { run in
            let failed = run.script.outcomes.filter { $0.value == .failed }
            return run.truth.reboots.contains { failed[$0.instanceID] != nil }
        }),
]

/// Mistakes that the client prevents, whatever the script does.
private let talking = [
    Prevention(
        mistake: "a refused batch is sent again in parts",
        withoutRule: { $0.leavesRefusedBatches = false },
        specification: "instances = ids, batch_size = 4, max_unavailable = 4",
        weather: { $0.faults.refusedInPart = 1 },
        harm: violates(OneRebootInvariant.name)),
    Prevention(
        mistake: "a list that changes while it is read loses an instance",
        withoutRule: { $0.provesLists = false },
        specification: "filter = {}, batch_size = 9, max_unavailable = 9", fleet: 9,
        weather: {
            $0.behaviour.pageSizeMax = 2
            $0.faults.listChanges = 0.5
        },
        harm: shows("a roll of all began without an instance that was there all the time") { run in
            !run.selected.isEmpty
                && run.states.indices.contains { !run.states[$0].isGone && !run.script.isSelected[$0] }
        }),
    Prevention(
        mistake: "a list of failures that can't be read means that none failed",
        withoutRule: { $0.doubtsOddFailures = false },
        script: """
            local answer = zec.reboot(ids)
            sleep(120)
            exit(#answer.accepted == #ids and 0 or 6)
            """,
        weather: { $0.faults.oddFailedList = 1 },
        harm: violates(SuccessInvariant.name)),
    Prevention(
        mistake: "a clock that is wrong keeps the script from the cloud for ever",
        withoutRule: { $0.followsServerClock = false },
        specification: "instances = ids",
        weather: { $0.faults.clockSkew = -4000 },
        harm: shows("nothing was done") { $0.truth.reboots.isEmpty }),
    Prevention(
        mistake: "a request that waited for its connection is sent after its time",
        withoutRule: { $0.limitsSending = false },
        script: """
            sleep(100 - clock())
            exit(try(zec.reboot, { ids[1] }, { within = 2 }) and 0 or 6)
            """,
        weather: { $0.faults.connectionSlow = 1 },
        harm: shows("a reboot came more than 2 s later") { run in
            run.rebootMoments.contains { $0 > Moment(.seconds(103)) }
        }),
]

import Basics
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// When a roll stops, it begins no more instances: neither the rest of a batch, nor an instance that a drain
/// delayed.
@Suite struct StoppingStoryTests {
    private func roll(
        _ specification: String, fleet: Int = 6, before: String = "",
        weather: (inout CloudSettings) -> Void = { _ in }
    ) throws -> RunRecord {
        try rehearsal(
            """
            \(before)
            local told = {}
            local function notify(event) told[#told + 1] = event.event end
            local report, err = try(require("rolling").reboot, { name = "story", notify = notify, \(specification) })
            print("told: " .. table.concat(told, " "))
            if err then fail(err.message, { exit_code = err.exit_code or 7 }) end
            print(("took %.0f s"):format(report.seconds))
            exit(report.exit_code)
            """, fleet: fleet, weather: weather
        ).record()
    }

    private func output(_ run: RunRecord) -> String { String(decoding: run.output, as: UTF8.self) }

    // MARK: The limit of failures

    @Test func theRestOfAStaggeredBatchIsNotBegunAfterAFailure() throws {
        let run = try roll(
            """
            instances = ids, batch_size = 6, max_unavailable = 6, stagger = '5m',
            health_check = { http = 'http://%s/health', timeout = '1m' }
            """
        ) { $0.faults.comesBackUnhealthy = .all }
        #expect(run.rebootMoments.count == 1)
        #expect(run.exitCode == ExitCode.failed)
    }

    @Test func whatIsDrainedWhenAnotherFailsIsPutBackAndNotRebooted() throws {
        let before = "local function drain(id) if id ~= ids[1] and id ~= ids[2] then sleep(120) end end"
        let run = try roll(
            """
            instances = ids, order = 'as_given', mode = 'rolling', batch_size = 2, max_unavailable = 2,
            drain = drain, undrain = function(id) print("back: " .. id) end,
            health_check = { http = 'http://%s/health', timeout = '1m' }
            """, before: before
        ) { $0.faults.comesBackUnhealthy = ["web-0002"] }
        #expect(run.rebootMoments.count == 2)
        #expect(output(run).matches(of: #/back: /#).count == 2)  // the first instance, and the third
    }

    @Test func aFailureOfOnlyIfStopsTheBatchOfWhichItIsPart() throws {
        let run = try roll(
            """
            instances = ids, batch_size = 3, max_unavailable = 3,
            only_if = function(row) if row.instanceId == ids[1] then error('no idea') end return true end
            """)
        #expect(run.rebootMoments.isEmpty)
        #expect(run.exitCode == ExitCode.failed)
    }

    @Test func oneThatCannotBeDrainedStopsTheBatchWhereThatIsAFailure() throws {
        let run = try roll(
            """
            instances = ids, batch_size = 3, max_unavailable = 3, on_drain_timeout = 'abort',
            drain = function(id) if id == ids[1] then error('no') end end, undrain = function() end
            """)
        #expect(run.rebootMoments.isEmpty)
        #expect(run.exitCode == ExitCode.failed)
    }

    @Test func aFailureThatTheLastLookFindsCountsAsAnyOther() throws {
        let run = try roll(
            "instances = ids, batch_size = 6, max_unavailable = 6, bake_time = '3m', health_check = { http = 'http://%s/health' }"
        ) { $0.faults.unhealthyAgain = .all }
        #expect(run.exitCode == ExitCode.failed)
    }

    @Test func aRampWidensOnlyAsInstancesComeBackWellAlsoInASlidingWindow() throws {
        let run = try roll(
            """
            instances = ids, mode = 'rolling', batch_size = { 1, 2, 6 }, max_unavailable = 6,
            health_check = { http = 'http://%s/health', timeout = '1m' }
            """
        ) { $0.faults.comesBackUnhealthy = .all }
        #expect(run.rebootMoments.count == 1)
    }

    @Test func afterTheCanaryAToleratedFailureHoldsNothingUp() throws {
        let run = try roll(
            """
            instances = ids, order = 'as_given', canary = { bake_time = '1m' }, max_failures = 5, max_unavailable = 2,
            on_drain_timeout = 'abort', drain = function(id) if id ~= ids[1] then error('no') end end, undrain = function() end
            """)
        #expect(run.rebootMoments.count == 1)
        #expect(run.exitCode == ExitCode.withinTolerance)
    }

    @Test(arguments: ["batch", "rolling"])
    func aCanaryThatCouldNotBeDrainedIsNoCanary(mode: String) throws {
        let run = try roll(
            """
            instances = ids, order = 'as_given', mode = '\(mode)', max_unavailable = 3, canary = { bake_time = '5m' },
            drain = function(id) if id == ids[1] then error('no') end end, undrain = function() end
            """)
        #expect(run.rebootMoments.count == 5)
        #expect(run.rebootMoments[1].since(run.rebootMoments[0]) > .seconds(300))
    }

    @Test func aRefusedCanaryIsAskedAgainBeforeAnybodyElse() throws {
        let run = try roll(
            """
            instances = ids, order = 'as_given', max_unavailable = 3, canary = { size = 2, bake_time = '5m' }, stagger = '30s',
            blockers = { function() return clock() > 20 and clock() < 90 and 'busy' end },
            drain = function() end, undrain = function() end
            """)
        #expect(run.exitCode == 0)
        let moments = run.rebootMoments
        #expect(moments[1].since(moments[0]) > .seconds(60))
        #expect(moments[2].since(moments[1]) > .seconds(300))
    }

    @Test func whoApprovesAFailureOfTheCanaryIsNotAsked() throws {
        let run = try roll(
            "instances = ids, canary = {}, on_failure = 'pause', approve = function() print('asked') return true end"
        ) { $0.faults.stuckInReboot = .all }
        #expect(!output(run).contains("asked"))
        #expect(run.exitCode == ExitCode.failed)
    }

    @Test func afterAFailureTheRestOfAStaggeredBatchIsPutBackAtOnce() throws {
        let run = try roll(
            """
            instances = ids, batch_size = 6, max_unavailable = 6, stagger = '10m', drain = function() end,
            undrain = function(id) print(('back at %.0f'):format(clock())) end,
            health_check = { http = 'http://%s/health', timeout = '1m' }
            """
        ) { $0.faults.comesBackUnhealthy = .all }
        let moments = output(run).matches(of: #/back at (\d+)/#).compactMap { Int($0.1) }
        #expect(moments.count == 5)
        #expect(moments.allSatisfy { $0 < 120 })
    }

    // MARK: Checkpoints

    @Test func aBatchDoesNotGoBeyondACheckpoint() throws {
        let before = """
            local asked = {}
            local function approve(what) asked[#asked + 1] = what:match("checkpoint (%S+) ") return true end
            """
        let run = try roll(
            """
            instances = ids, batch_size = 6, max_unavailable = 6, bake_time = 0, approve = approve,
            checkpoint = { at = { "80%", "20%", "50%" } }, notify = function(event)
                if event.event == "done" then print("asked: " .. table.concat(asked, " ")) end
            end
            """, before: before)
        #expect(run.exitCode == 0)
        #expect(output(run).contains("asked: 20% 50% 80%"))
    }

    // MARK: Time

    @Test func afterTheDeadlineNothingIsBegunHoweverLongADrainTook() throws {
        let run = try roll(
            """
            instances = ids, batch_size = 6, max_unavailable = 6, deadline = '10m',
            drain = function() sleep('20m') end, undrain = function() end, drain_timeout = '1h'
            """)
        #expect(run.rebootMoments.isEmpty)
        #expect(run.exitCode == ExitCode.incomplete)
    }

    @Test(arguments: [
        "start_jitter = '5h'", "blockers = { function() return 'not now' end }, blocker_deadline = '5h'",
        "approve = function() return false end, checkpoint = { at = { 1 }, timeout = '5h' }",
        "outside = 'wait', window = { start = '22:00', duration = '1h', tz = 'UTC' }",
    ])
    func noWaitGoesBeyondTheDeadline(option: String) throws {
        let run = try roll("instances = ids, deadline = '10m', \(option)")
        let seconds = try #require(output(run).firstMatch(of: #/took (\d+) s/#).flatMap { Int($0.1) })
        #expect(seconds <= 700)
        #expect(run.exitCode == ExitCode.incomplete)
    }

    @Test(arguments: [
        "health_check = { fn = hang }", "blockers = { hang }, blocker_deadline = '10m'", "only_if = hang",
        "verify = hang", "approve = hang, checkpoint = { at = { 1 }, timeout = '10m' }",
    ])
    func aFunctionThatHangsDoesNotHangTheRoll(option: String) throws {
        let run = try roll("instances = ids, \(option)", before: "local function hang() sleep('30h') end")
        #expect(run.endedAt.sinceStart < .seconds(7200))
        #expect(run.exitCode != 0)
    }

    @Test func aWindowTooShortForWhatRebootsTakeIsNotWaitedForEachNight() throws {
        let run = try roll(
            """
            instances = ids, outside = 'wait', min_healthy_time = '40m', reboot_timeout = '10m',
            window = { start = '10:00', duration = '30m', tz = 'UTC' }
            """)
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(run.endedAt.sinceStart < .seconds(5 * 86_400))  // three nights: it measures three reboots
    }

    @Test func whoWaitsForAnApproverStopsWhenAsked() throws {
        var rehearsal = try rehearsal(
            """
            local report = require("rolling").reboot {
                name = "story", instances = ids, checkpoint = { at = { 1 } }, approve = function() sleep('50m') return true end,
            }
            """)
        rehearsal.timeLimit = .seconds(300)
        let run = try rehearsal.record()
        #expect(run.endedAt.sinceStart < .seconds(310))
        #expect(output(run).contains("Stopped: the time limit of the run has passed"))
    }

    @Test func aStopThatHoldsNothingBackIsNotReported() throws {
        var rehearsal = try rehearsal(
            """
            require("rolling").reboot {
                name = "story", instances = { ids[1], ids[2] }, batch_size = 2, max_unavailable = 2,
            }
            """)
        rehearsal.timeLimit = .seconds(20)
        let run = try rehearsal.record()
        #expect(run.rebootMoments.count == 2)
        #expect(output(run).contains("    2 done\n") && !output(run).contains("Stopped"))
    }

    // MARK: Blockers

    @Test func whatBeginsToBlockDuringADrainBlocks() throws {
        let run = try roll(
            """
            instances = ids, blockers = { function() return clock() > 30 and 'an alert' end }, blocker_deadline = '10m',
            drain = function() sleep('4m') end, undrain = function() end
            """)
        #expect(run.rebootMoments.isEmpty)
    }

    @Test func blockersAreAskedAboutThoseThatAreDrained() throws {
        let before = """
            local function maintenance(ids)
                for _, id in ipairs(ids) do if id == ids_of_all[2] and clock() > 30 then return "maintenance" end end
                return false
            end
            """
        let run = try roll(
            """
            instances = ids, order = 'as_given', blockers = { maintenance }, blocker_deadline = '10m',
            drain = function() sleep('1m') end, undrain = function() end
            """, fleet: 3, before: "ids_of_all = ids " + before)
        #expect(run.rebootMoments.count <= 1)
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(run.endedAt.sinceStart < .seconds(1200))
    }

    @Test(arguments: ["batch", "rolling"])
    func whatBlocksOnlyRightBeforeTheRequestEndsTheRollInTime(mode: String) throws {
        let before =
            "local asked = 0 local function odd() asked = asked + 1 return asked % 2 == 0 and 'odd' end"
        let run = try roll(
            """
            instances = ids, mode = '\(mode)', blockers = { odd }, blocker_deadline = '10m',
            drain = function() sleep(10) end, undrain = function() end
            """, before: before)
        #expect(run.rebootMoments.isEmpty)
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(run.endedAt.sinceStart < .seconds(900))
    }

    @Test func drainsThatFailAreNoLackOfRoom() throws {
        let run = try roll(
            """
            instances = ids, max_unavailable = 2, drain = function() sleep('1h') end, undrain = function() end,
            drain_timeout = '30s'
            """)
        #expect(output(run).contains("6 skipped"))
        #expect(!output(run).contains("stalled"))
    }

    @Test func whoIsInFlightIsNamedWhenTheRunIsAskedToStop() throws {
        var rehearsal = try rehearsal(
            "require('rolling').reboot { name = 'story', instances = ids, order = 'as_given', max_unavailable = 2, batch_size = 2 }"
        )
        rehearsal.timeLimit = .seconds(10)
        let text = output(try rehearsal.record())
        #expect(text.contains("in flight: web-0001, web-0002"))
    }

    // MARK: Messages

    @Test func aPlanThatHasChangedIsToldOf() throws {
        let run = try roll("instances = ids, require_plan = 'old'")
        #expect(output(run).contains("told: not_run"))
        #expect(run.rebootMoments.isEmpty)
    }

    @Test func theEndOfARollThatWasStoppedByTheClockIsNoFailure() throws {
        let run = try roll("instances = ids, deadline = '1m'")
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(output(run).contains("told: start stopped\n"))
    }

    @Test func anInstanceThatFailsIsToldOfAtOnce() throws {
        let run = try roll("instances = ids, max_failures = 6, max_unavailable = 2") {
            $0.faults.comesBackStopped = ["web-0001"]
        }
        #expect(output(run).contains("told: start failure"))
        #expect(run.exitCode == ExitCode.withinTolerance)
    }
}

extension StoppingStoryTests {
    // MARK: Cancelled, timed out, or ended by an error

    @Test(arguments: ["batch", "rolling"])
    func aTimeLimitEndsARollInEveryMode(mode: String) throws {
        let run = try rehearsal(
            """
            try(task.timeout, "2m", require("rolling").reboot, {
                name = "story", instances = ids, mode = "\(mode)", max_unavailable = 1, batch_size = 1,
            })
            """, fleet: 20
        ).record()
        #expect(!run.rebootMoments.isEmpty)
        #expect(run.rebootMoments.allSatisfy { $0.sinceStart <= .seconds(120) })
        #expect(output(run).contains("Stopped: its task was cancelled or timed out"))
    }

    @Test func aRequestToStopIsHeardWhileTheCloudIsAway() throws {
        var rehearsal = try rehearsal(
            "require('rolling').reboot { name = 'story', instances = ids, bake_time = '5m', blocker_deadline = '2h' }"
        ) { $0.faults.outage = Outage(.refused, length: .seconds(7200), at: .after(.seconds(200))) }
        rehearsal.timeLimit = .seconds(900)
        let run = try rehearsal.record()
        #expect(run.endedAt.sinceStart < .seconds(915))
        #expect(output(run).contains("Stopped: the time limit of the run has passed"))
    }

    @Test func aRollWhoseCredentialsAreRevokedEndsByItsReport() throws {
        let run = try roll("instances = ids, max_unavailable = 2, batch_size = 2") {
            $0.faults.credentialRevoked = .after(.seconds(5))
        }
        #expect(run.exitCode == ExitCode.uncertain)
        #expect(output(run).contains("2 uncertain"))
        #expect(output(run).contains("told: start"))
    }

    // MARK: Deadlines

    @Test func aDeadlineDoesNotDecideByWhatWasSeenBeforeASuspension() throws {
        let run = try roll(
            "instances = ids, order = 'as_given', verify = 'status', reboot_timeout = '10m', batch_size = 1",
            fleet: 1
        ) { $0.faults.hostSuspended = Suspension(length: .seconds(3600), at: .after(.seconds(9))) }
        #expect(run.exitCode == 0)
        #expect(output(run).contains("1 done"))
    }

    // MARK: Options without effect

    @Test func anApproverWhomNobodyAsksIsRefused() throws {
        let run = try roll("instances = ids, approve = function() return true end")
        #expect(run.rebootMoments.isEmpty)
        #expect(run.message?.contains("approve has no effect") == true)
    }
}

extension StoppingStoryTests {
    // MARK: Requests that take effect late

    @Test func aRequestMayTakeEffectLateBeforeItIsAskedAgain() throws {
        let run = try roll(
            "instances = ids, verify = 'boot_id', ambiguous_retry = 1, max_failures = 6, observe_time = '5s'"
        ) { $0.faults.takesEffectLate = 1 }
        for instance in run.fleet.instances.indices { #expect(run.reboots[instance] <= 1) }
    }
}

import Basics
import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import Rehearsals
@testable import Simulator

/// A roll with each of its options, compared with the true state of the simulated cloud.
@Suite struct RollingStoryTests {
    private func roll(
        _ specification: String, fleet: Int = 4, weather: (inout CloudSettings) -> Void = { _ in }
    ) throws -> RunRecord {
        try rehearsal(
            """
            local told = {}
            local function notify(event) told[#told + 1] = event.event end
            local report, err = try(require("rolling").reboot, { name = "story", notify = notify, \(specification) })
            print("told: " .. table.concat(told, " "))
            if err then fail(type(err) == "table" and err.message or err) end
            exit(report.exit_code)
            """, fleet: fleet, weather: weather
        ).record()
    }

    private func output(_ run: RunRecord) -> String { String(decoding: run.output, as: UTF8.self) }

    // MARK: The canary

    @Test func aCanaryThatFallsIllWhileItIsWatchedStopsTheRoll() throws {
        let run = try roll(
            "instances = ids, canary = {}, max_failures = 3, health_check = { http = 'http://%s/health' }"
        ) { $0.faults.unhealthyAgain = .all }
        #expect(run.truth.boots.count == 1)
        #expect(run.exitCode == ExitCode.failed)
        #expect(!output(run).contains("canary_ok"))
    }

    @Test func aToleratedFailureInTheCanaryStopsTheRollAllTheSame() throws {
        let run = try roll(
            "instances = ids, canary = { approve = function() return true end }, max_failures = 3"
        ) {
            $0.faults.stuckInReboot = .all
        }
        #expect(run.reboots.reduce(0) { $0 + Int($1) } == 1)
        #expect(run.exitCode == ExitCode.failed)
        #expect(output(run).contains("1 failure in the canary (limit 0): web-0001"))
    }

    @Test func aCanaryThatIsWellIsToldOf() throws {
        let run = try roll("instances = ids, canary = { bake_time = '2m' }")
        #expect(run.exitCode == 0)
        #expect(output(run).contains("told: start canary_ok done"))
        let gap = run.rebootMoments[1].sinceStart - run.rebootMoments[0].sinceStart
        #expect(gap > .seconds(120))
    }

    @Test(arguments: [(Duration.seconds(600), 4), (nil, 1)] as [(Duration?, Int)])
    func aFileApprovesAfterTheTimeThatTheWeatherSays(after delay: Duration?, reboots: Int) throws {
        let run = try roll("instances = ids, canary = { approve = 'approved' }, pause_timeout = '20m'") {
            $0.behaviour.approvedAfter = delay
        }
        #expect(run.rebootMoments.count == reboots)
        #expect(run.exitCode == (delay == nil ? ExitCode.incomplete : 0))
    }

    // MARK: Between two batches

    @Test func aPauseEndsTheMomentItsTaskIsCancelled() throws {
        let run = try rehearsal(
            """
            local ended
            local roll = task.spawn(function()
                require("rolling").reboot { name = "story", instances = ids, batch_size = 1, bake_time = "1h" }
                ended = clock()
            end)
            sleep(100)
            sleep(0.123)
            local cancelled = clock()
            roll:cancel()
            try(roll.wait, roll)
            print(("after %.3f s"):format((ended or clock()) - cancelled))
            """
        ).record()
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(run.rebootMoments.count == 1)
        #expect(output(run).contains("after 0.050 s"))  // of the last look at the done instances
    }

    @Test func oneThatFallsIllAfterItWasDoneIsAFailureAtOnce() throws {
        let run = try roll(
            "instances = ids, batch_size = 1, bake_time = '2m', max_unavailable = 3, health_check = { http = 'http://%s/health' }"
        ) { $0.faults.unhealthyAgain = .all }
        #expect(run.truth.boots.count == 1)
        #expect(run.exitCode == ExitCode.failed)
        #expect(output(run).contains("healthy after its reboot, but not any more"))
    }

    @Test(arguments: ["batch", "rolling"])
    func groupsInSequenceDoNotMix(mode: String) throws {
        let run = try roll(
            """
            filter = {}, mode = "\(mode)", batch_size = 3, max_unavailable = 3, bake_time = 0,
            group_by = "zoneId", group_order = "sequential"
            """, fleet: 10)
        #expect(run.exitCode == 0)
        let zones = run.truth.reboots.compactMap { reboot in
            run.fleet.index(ofID: reboot.instanceID).map { run.fleet.instances[$0].zone }
        }
        var seen: [String] = []
        for zone in zones where seen.last != zone { seen.append(zone) }
        #expect(zones.count == 10)
        #expect(Set(seen).count == seen.count, "a zone was come back to: \(seen)")
        for (earlier, later) in zip(run.truth.reboots.indices, run.truth.reboots.indices.dropFirst())
        where zones[earlier] != zones[later] {
            #expect(run.truth.reboots[later].downBefore == 0)
        }
    }

    @Test func oneOfTheBatchThatDiesBeforeTheRequestTakesRoom() throws {
        // One instance of the batch and one other instance die while the batch is drained: there is room for one more, not
        // for two.
        let run = try roll(
            """
            instances = ids, order = "as_given", batch_size = 3, max_unavailable = 3, drain = function() sleep(40) end,
            undrain = function() end, blocker_deadline = "3m"
            """, fleet: 5
        ) {
            $0.faults.diesByItself = ["web-0001", "web-0004"]
            $0.faults.fateWithin = .seconds(20)
        }
        #expect(
            Invariants.violations(in: run).map(\.invariant).filter { $0 == DownLimitInvariant.name } == [])
        #expect(run.truth.mostDown <= 3)
    }

    @Test func theScriptIsAskedAgainAfterTheDrain() throws {
        let run = try roll(
            """
            instances = ids, only_if = function() return rawget(_G, "leader") == nil end,
            drain = function(id) rawset(_G, "leader", id) sleep(60) end, undrain = function(id) print("back", id) end
            """)
        #expect(run.truth.reboots.isEmpty)
        #expect(output(run).contains("back\t"))
        #expect(output(run).contains("    4 skipped"))
    }

    // MARK: Waiting for the night

    /// It is 09:00; the window opens at 12:00.
    private let noon = "outside = 'wait', window = { start = '12:00', duration = '3h', tz = 'UTC' }"

    @Test func theWaitForTheWindowIsNoWaitForRoom() throws {
        let run = try roll(
            "instances = ids, order = 'as_given', blocker_deadline = '30m', \(noon)"
        ) {
            $0.faults.diesByItself = ["web-0004"]
            $0.faults.fateWithin = .seconds(20)
        }
        #expect(output(run).contains("1 instance is down or uncertain ("))
        #expect(run.endedAt.sinceStart >= .seconds(3 * 3600 + 1800))
    }

    @Test func aClosedWindowSaysWhenItOpens() throws {
        let run = try roll("instances = ids, window = { start = '12:00', duration = '3h', tz = 'UTC' }")
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(
            output(run).contains("the window is closed, and opens in 3h (2026-01-05T12:00:00Z)"),
            "\(output(run))")
    }

    @Test(arguments: ["batch", "rolling"])
    func whatBlocksBeforeTheWindowOpensDoesNotCount(mode: String) throws {
        let run = try roll(
            """
            instances = ids, mode = "\(mode)", blocker_deadline = "30m", \(noon),
            blockers = { function() return clock() < 2 * 3600 and "maintenance in the morning" end }
            """)
        #expect(run.exitCode == 0)
        #expect(run.truth.boots.count == 4)
    }

    @Test func aBlockerThatOutlastsTheWindowDoesNotLetAnythingThroughAfterIt() throws {
        let run = try roll(
            """
            instances = ids, outside = "exit", blocker_deadline = "2h",
            window = { start = "09:00", duration = "30m", tz = "UTC" },
            blockers = { function() return clock() < 3600 and "maintenance" end }
            """)
        #expect(run.truth.reboots.isEmpty)
        #expect(run.exitCode == 7)
    }

    /// The roll begins at 23:50 on Saturday, 24 January 2026.
    @Test func aRollGoesOnFromSaturdayToSunday() throws {
        let run = try roll(
            """
            instances = ids,
            window = { days = { "Sat", "Sun" }, start = "00:00", duration = "24h", tz = "UTC" }
            """
        ) { $0.faults.startsAt = CalendarStart(unixSeconds: 1_769_298_600) }
        #expect(run.exitCode == 0)
        #expect(run.truth.boots.count == 4)
    }

    /// `web-0001` shows a status that is not documented while its reboot gets lost.
    @Test func aStatusThatIsNotDocumentedProvesNoReboot() throws {
        let run = try roll(
            "instances = { ids[1] }, verify = 'status', observe_time = '5m', leave_timeout = '5m'"
        ) {
            $0.faults.requestLost = 1
            $0.faults.only = ["requestLost@RebootInstances@web-0001#1", "migrates@web-0001"]
            $0.faults.migrates = ["web-0001"]
            $0.faults.fateWithin = .seconds(60)
        }
        #expect(run.truth.boots.isEmpty)
        #expect(run.exitCode == ExitCode.uncertain)
    }

    // MARK: Refusals

    @Test func aRollThatIsRefusedIsToldOf() throws {
        let run = try roll("instances = ids, expect = { min = 40 }")
        #expect(run.truth.reboots.isEmpty)
        #expect(output(run).contains("told: not_run"))
    }

    @Test func aWindowInWhichNothingCouldBeginIsRefused() throws {
        let run = try roll(
            "instances = ids, outside = 'wait', window = { start = '02:00', duration = '8m', tz = 'UTC' }")
        #expect(run.exitCode != nil && run.exitCode != 0)
        #expect(run.message?.contains("nothing would ever be rebooted") == true)
    }

    @Test func aWrongFilterIsTheScriptsMistakeAndSaysSo() throws {
        let run = try roll("filter = { tag = { role = 'web' } }")
        #expect(run.message?.contains("tag") == true)
        #expect(run.exitCode != 7)
    }

    @Test func anApprovalThatWasThereBeforeAnybodyAskedIsNone() throws {
        var rehearsal = try rehearsal(
            """
            require("rolling").reboot {
                name = "story", instances = ids, on_failure = "pause", approve = "approved",
            }
            """)
        rehearsal.inputs = RehearsalInputs { path in
            path == "approved" ? .success([]) : .failure(HostFileError(path: path, reason: "no such file"))
        }
        let run = try rehearsal.record()
        #expect(run.truth.reboots.isEmpty)
        #expect(run.message?.contains("is there already") == true)
    }

    // MARK: Plans

    @Test func thePlansHashCoversEveryOptionThatDecidesAnything() throws {
        let run = try rehearsal(
            """
            local rolling = require "rolling"
            local function hash(option, value)
                local spec = { name = "story", instances = ids }
                if option then spec[option] = value end
                return rolling.plan(spec).hash
            end
            local plain = hash()
            for option, value in pairs {
                health_check = { http = "http://%s/" }, canary = {}, max_fail_percent = "50%", escalate = {},
                window = { start = "02:00", duration = "3h", tz = "UTC" }, drain_timeout = "9m",
            } do
                if hash(option, value) == plain then print("not covered: " .. option) end
            end
            print(hash("report", "r.json") == plain, hash() == plain)
            """
        ).record()
        #expect(output(run) == "true\ttrue\n")
    }
}

import Basics
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll that must end: it begins no batch, waits for no deadline, and makes its report.
@Suite struct EndingStoryTests {
    private func output(_ run: RunRecord) -> String { String(decoding: run.output, as: UTF8.self) }

    // MARK: Cancellation

    @Test(arguments: [
        "mode = 'rolling'", "mode = 'batch'", "stagger = '1m', batch_size = 8", "canary = {}",
        "group_by = 'zoneId', group_order = 'sequential'",
    ])
    func afterATimeOutNothingIsBegunInAnyMode(option: String) throws {
        let run = try rehearsal(
            """
            local report = task.timeout("90s", require("rolling").reboot, {
                name = "story", instances = ids, max_unavailable = 2, \(option),
            })
            print("exit code " .. report.exit_code)
            """, fleet: 20
        ).record()
        #expect(run.rebootMoments.count < 20)
        #expect(run.rebootMoments.allSatisfy { $0.sinceStart < .seconds(92) })
        #expect(output(run).contains("exit code 7"))
    }

    // MARK: Waits

    @Test(arguments: [
        "start_jitter = '5h'", "bake_time = '2h'", "canary = { bake_time = '2h' }",
        "only_if = function() sleep('50s') return true end",
        "drain = function() sleep('4m') end, undrain = function() end",
        "blockers = { function() sleep('50s') return 'busy' end }",
        "canary = { bake_time = 0, approve = function() sleep('50m') end }",
    ])
    func aStopEndsEveryWait(option: String) throws {
        var rehearsal = try rehearsal(
            """
            require("rolling").reboot { name = "story", instances = ids, order = "as_given", \(option) }
            """)
        rehearsal.timeLimit = .seconds(150)
        let run = try rehearsal.record()
        let last = run.rebootMoments.last?.sinceStart ?? .zero
        #expect(run.endedAt.sinceStart < max(.seconds(165), last + .seconds(60)), "\(option)")
        #expect(output(run).contains("Stopped: the time limit of the run has passed"))
    }

    @Test func aDrainThatIsUnderWayAtAStopIsPutBack() throws {
        var rehearsal = try rehearsal(
            """
            require("rolling").reboot {
                name = "story", instances = ids, drain = function() sleep("4m") end,
                undrain = function(id) print("back: " .. id) end,
            }
            """)
        rehearsal.timeLimit = .seconds(20)
        let run = try rehearsal.record()
        #expect(run.rebootMoments.isEmpty)
        #expect(run.endedAt.sinceStart < .seconds(30))
        #expect(output(run).contains("back: "))
    }

    @Test func aDrainWhoseEventIsStoredAfterTheDeadlineDoesNotBegin() throws {
        let run = try rehearsal(
            """
            exit(require("rolling").reboot({
                name = "story", instances = ids, deadline = "1s", drain = function() print("drained") end,
                undrain = function(id) print("back: " .. id) end,
            }).exit_code)
            """
        ) { $0.faults.journalSlow = 1 }.record()
        #expect(run.exitCode == 7)
        #expect(run.rebootMoments.isEmpty)
        #expect(!output(run).contains("drained"))
        #expect(run.endedAt.sinceStart < .seconds(30))
    }

    // MARK: Functions of the script

    @Test func exitInVerifyIsToldAndEndsNothingElse() throws {
        let run = try rehearsal(
            """
            local report = require("rolling").reboot {
                name = "story", instances = { ids[1] }, verify = function() exit(0) end,
            }
            print(report.instances[1].outcome, report.instances[1].reason)
            exit(report.exit_code)
            """
        ).record()
        #expect(run.exitCode == 6)
        #expect(output(run).contains("the function of verify failed: it called exit(0)"))
    }

    // MARK: Failures

    @Test func failuresOfOneBatchAreCountedTogetherAlsoWhereBatchesOverlap() throws {
        let run = try rehearsal(
            """
            local report = require("rolling").reboot {
                name = "story", instances = ids, mode = "rolling", batch_size = 2, max_unavailable = 6,
                max_failures = 10, max_failures_per_batch = 1, health_check = { http = "http://%s/health", timeout = "1m" },
            }
            print("stopped: " .. report.stopped.reason)
            exit(report.exit_code)
            """, fleet: 12
        ) { $0.faults.comesBackUnhealthy = Affected(share: 1) }.record()
        #expect(run.exitCode == 5)
        #expect(output(run).contains("2 failures in one batch (limit 1, max_failures_per_batch)"))
        #expect(run.rebootMoments.count < 12)
    }

    // MARK: Room

    @Test func anInstanceThatIsDownAlreadyTakesRoomAlsoWhereItIsNotRebootedNow() throws {
        let run = try rehearsal(
            """
            exit(require("rolling").reboot({
                name = "story", instances = ids, order = "as_given", batch_size = { 1, 3 }, max_unavailable = 3,
                max_failures = 10, bake_time = 0, drain = function() sleep("2m") end, undrain = function() end,
                health_check = { http = "http://%s/health", timeout = "1m" },
            }).exit_code)
            """
        ) {
            $0.faults.unhealthyAgain = ["web-0001"]
            $0.faults.unhealthyAtStart = ["web-0004"]
        }.record()
        #expect(run.rebootMoments.count > 1)
        #expect(run.truth.mostDown == 3)
    }

    @Test func aFailedOneTakesRoomHoweverManyAreSelected() throws {
        let run = try rehearsal(
            """
            exit(require("rolling").reboot({
                name = "story", instances = ids, order = "as_given", max_targets = 2000, max_unavailable = 3, batch_size = 3,
                max_failures = 100, bake_time = 0, blocker_deadline = "5m",
                health_check = { http = "http://%s/health", timeout = "1m" },
            }).exit_code)
            """, fleet: 1001
        ) { $0.faults.comesBackUnhealthy = .all }.record()
        #expect(run.rebootMoments.count == 3)
        #expect(run.truth.mostDown <= 3)
    }
}

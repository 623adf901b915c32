import Basics
import History
import Journal
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll outlives its process: the next process with the roll's name resumes it.
@Suite struct CampaignStoryTests {
    private let plain = "instances = ids"

    // MARK: Killed around a request

    /// A roll whose first intent was kept, and whose process was killed before the request was sent.
    private func killedBeforeItsFirstRequest(_ specification: String) throws -> SeveralLives {
        // The intent takes a second to become durable; the request is sent after that.
        func slow(_ lives: SeveralLives) {
            let host = lives.world.host
            host.archive.delay = { [unowned host] settle in host.deliver(after: .seconds(1), settle) }
        }
        let whole = try SeveralLives(specification)
        slow(whole)
        try whole.live()
        let sent = try #require(whole.world.record(nil).rebootMoments.first)
        let lives = try SeveralLives(specification)
        slow(lives)
        #expect(try lives.live(until: sent + .milliseconds(-500), keeping: 1) == nil)
        return lives
    }

    @Test func anIntentThatWasNeverSentIsNotSentByTheNextProcess() throws {
        let lives = try killedBeforeItsFirstRequest(plain)
        #expect(lives.reboots == [0, 0, 0, 0])
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.uncertain)
        #expect(lives.reboots == [0, 0, 0, 0])
        #expect(lives.output.contains("no reboot was seen"))
    }

    @Test func anIntentThatWasNeverSentIsTriedAgainAfterProofThatNothingHappened() throws {
        let specification = "instances = ids, ambiguous_retry = 1"
        let lives = try killedBeforeItsFirstRequest(specification)
        #expect(lives.reboots == [0, 0, 0, 0])
        let begun = lives.now
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
        // Proof counts only five minutes after the request could be sent.
        let first = try #require(lives.world.record(nil).rebootMoments.first)
        #expect(first.since(begun) > .seconds(300))
    }

    @Test(arguments: [10, 40, 500, 5_000, 25_000])
    func anIntentThatWasSentIsFoundDoneByEvidence(milliseconds: Int) throws {
        let sent = try SeveralLives.momentOfTheFirstReboot(plain)
        let lives = try SeveralLives(plain)
        #expect(try lives.live(until: sent + .milliseconds(milliseconds)) == nil)
        #expect(lives.reboots == [1, 0, 0, 0])
        try lives.pass(.seconds(60))
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
    }

    @Test func nothingBeginsBeforeTheRequestsOfTheLastProcessAreOver() throws {
        let sent = try SeveralLives.momentOfTheFirstReboot(
            "instances = ids, max_unavailable = 4, batch_size = 2")
        let lives = try SeveralLives("instances = ids, max_unavailable = 4, batch_size = 2")
        #expect(try lives.live(until: sent + .milliseconds(10)) == nil)
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
        // The request can be sent for 10 s, and its answer may take another 30 s.
        let moments = lives.world.record(nil).rebootMoments
        #expect(moments[2].since(sent) > .seconds(39))
    }

    @Test func aProcessThatWasKilledBeforeItsFirstEventLeavesNoOpenRollBehind() throws {
        let lives = try SeveralLives(plain)
        lives.world.host.archive.delay = { [unowned host = lives.world.host] settle in
            host.deliver(after: .seconds(1), settle)
        }
        #expect(try lives.live(until: lives.now + .milliseconds(900)) == nil)
        func rolls() -> [CampaignID] { lives.world.host.archive.campaigns().filter { $0.kind == .roll } }
        let left = try #require(rolls().first)
        #expect(try lives.world.host.archive.history(of: left).count == 0)
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(rolls() == [left])
        #expect(lives.reboots == [1, 1, 1, 1])
    }

    // MARK: The end

    @Test func aRollWhoseEndCanNotBeRecordedHasNotGoneWellAndTheNextProcessEndsIt() throws {
        let lives = try SeveralLives(plain)
        lives.world.host.archive.failure = { entry in
            EventOutline(entry.encoded).kind == "closed" ? JournalError("the disk is gone") : nil
        }
        #expect(try lives.live()?.exitCode == ExitCode.incomplete)
        #expect(lives.reboots == [1, 1, 1, 1])
        lives.world.host.archive.kill()  // events that are not durable are lost with the process
        lives.world.host.archive.failure = { _ in nil }
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
    }

    // MARK: Killed around a hook

    private let hooks = """
        local function drain(id) print("drain " .. id) sleep(20) end
        local function undrain(id) print("undrain " .. id) sleep(20) end
        """
    private let drained = "instances = ids, drain = drain, undrain = undrain"

    @Test(arguments: ["drain", "undrain"])
    func aHookThatWasCutOffRunsAgain(hook: String) throws {
        let begun = try SeveralLives.moment(of: "\(hook) ", drained, before: hooks)
        let lives = try SeveralLives(drained, before: hooks)
        #expect(try lives.live(until: begun + .seconds(5)) == nil)
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
        #expect(lives.lines("\(hook) ") == 5)
    }

    @Test func whatWasBeingDrainedGoesBackIntoLoadWhereTheWindowIsClosedNow() throws {
        let window = """
            \(drained), window = { start = "09:00", duration = "1h", tz = "UTC" }
            """
        let lives = try SeveralLives(window, before: hooks)
        #expect(try lives.live(until: .start + .seconds(10)) == nil)
        try lives.pass(.seconds(2 * 3600))
        #expect(try lives.live()?.exitCode == ExitCode.incomplete)
        #expect(lives.reboots == [0, 0, 0, 0])
        #expect(lives.lines("drain ") == 1)
        #expect(lives.lines("undrain ") == 1)
    }

    // MARK: Killed at any moment

    private let service = """
        local lb = rehearse.service {
            name = "lb", ids = ids, drain = function() sleep(3) end, undrain = function() sleep(3) end,
        }
        """

    /// Each part kills at every sixteenth second of a roll; the second process is killed after 20 s, unless it has ended.
    @Test(arguments: 0..<8) func whereverTwoProcessesAreKilledEveryInstanceIsRebootedOnce(part: Int) throws {
        let specification = """
            instances = ids, drain = lb.drain, undrain = lb.undrain, canary = { bake_time = "20s" },
            batch_size = 2, max_unavailable = 2, ambiguous_retry = 1
            """
        let whole = try SeveralLives(specification, before: service, fleet: 3)
        #expect(try whole.live()?.exitCode == ExitCode.success)
        for second in stride(from: 2 * part + 1, to: Int(whole.now.sinceStart.inSeconds), by: 16) {
            let lives = try SeveralLives(specification, before: service, fleet: 3)
            #expect(try lives.live(until: .start + .seconds(second)) == nil)
            let outcome = try lives.live(until: lives.now + .seconds(20)) ?? lives.live()
            #expect(outcome?.exitCode == ExitCode.success, "killed after \(second) s")
            #expect(lives.reboots == [1, 1, 1], "killed after \(second) s")
            let violations = Invariants.violations(in: lives.world.record(outcome)).map(\.message)
            #expect(violations == [], "killed after \(second) s")
        }
    }

    // MARK: Limits over all processes

    @Test func threeLivesOfOneFailureEachStopLikeOneLifeOfThree() throws {
        let lives = try SeveralLives(
            """
            instances = ids, max_failures = 2, deadline = "30s", batch_size = 1, max_unavailable = 3,
            health_check = { http = "http://%s/health", timeout = "1m" }
            """, fleet: 6
        ) { $0.faults.comesBackUnhealthy = .all }
        for expected in [ExitCode.incomplete, ExitCode.incomplete, ExitCode.failed] {
            #expect(try lives.live()?.exitCode == expected)
        }
        #expect(lives.reboots == [1, 1, 1, 0, 0, 0])
        #expect(lives.output.contains("3 failures (limit 2): web-0001"))
    }

    @Test func aHeldCampaignSendsNothing() throws {
        let lives = try SeveralLives(
            #"instances = ids, health_check = { http = "http://%s/health", timeout = "1m" }"#
        ) { $0.faults.comesBackUnhealthy = .all }
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        let requests = lives.world.record(nil).rebootMoments.count
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.failed)
        #expect(outcome?.report?.message.contains("zecscript resume night --retry failed,uncertain") == true)
        #expect(lives.world.record(nil).rebootMoments.count == requests)
    }

    /// The second instance is not healthy after its reboot.
    private let checked =
        #"instances = ids, health_check = { timeout = "1m", fn = function(id) return id ~= ids[2] or clock() < 20 end }"#
    private let mended =
        #"instances = ids, health_check = { timeout = "1m", fn = function(id) return true end }"#

    @Test func failedInstancesOfAHeldCampaignAreTriedAgainOnRequest() throws {
        let lives = try SeveralLives(checked)
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        #expect(lives.reboots == [1, 1, 0, 0])
        #expect(try lives.live(mended, wish: retried)?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 2, 1, 1])
    }

    @Test(arguments: ["failed", "uncertain"])
    func aRetryThatDoesNotBeginChangesNothing(outcome: String) throws {
        let given =
            outcome == "failed"
            ? checked : "\(checked), verify = function(id) return id ~= ids[2] and tostring(clock()) end"
        let roll =
            given
            + #", blockers = { function() return is_busy and "a deployment" end }, blocker_deadline = "1m""#
        let lives = try SeveralLives(roll, before: "local is_busy = false")
        let first = try lives.live()?.exitCode
        let second = try lives.live(roll, before: "local is_busy = true", wish: retried)?.exitCode
        #expect(second == first)
        #expect(lives.reboots == [1, 1, 0, 0])
        let campaign = try #require(lives.world.host.archive.campaigns().last)
        let record = try CampaignRecord(campaign, reading: lives.world.host.archive.history(of: campaign))
        // Why the retry stopped does not hide why the roll is held.
        #expect(record.head.stopped?.by == "failures")
        #expect(record.instances.map(\.status) == ["done", outcome, "not started", "not started"])
        #expect(record.head.standing == .held)
        #expect(try lives.live(roll, before: "local is_busy = false")?.exitCode == ExitCode.failed)
        #expect(lives.reboots == [1, 1, 0, 0])
    }

    private func second(_ lives: SeveralLives) throws -> InstanceRecord {
        let campaign = try #require(lives.world.host.archive.campaigns().last)
        return try CampaignRecord(campaign, reading: lives.world.host.archive.history(of: campaign))
            .instances[1]
    }

    private let retried = CampaignWish(goesOn: true, retriedOutcomes: ["failed", "uncertain"])

    /// Failures that stay are not counted in a row, and stay approved.
    @Test func resultsThatStayAreCountedAsBefore() throws {
        let roll = """
            instances = ids, max_failures = 10, max_consecutive_failures = 2, deadline = "10m",
            health_check = { timeout = "1m", fn = function(id) return id ~= ids[1] and id ~= ids[3] and id ~= ids[5] end },
            blockers = { function() return (is_busy or clock() > 150) and "a deployment" end }, blocker_deadline = "1m"
            """
        let lives = try SeveralLives(roll, before: "local is_busy = false", fleet: 7)
        let first = try lives.live()
        let second = try lives.live(roll, before: "local is_busy = true", wish: retried)
        #expect(first?.exitCode == ExitCode.incomplete, "\(lives.output.suffix(600))")
        #expect(second?.exitCode == ExitCode.incomplete, "\(lives.output.suffix(600))")
    }

    /// The refusal of a held roll does not take the report of the night away.
    @Test func theReportOfAHeldRollStaysBesideTheRefusal() throws {
        let lives = try SeveralLives(checked + #", report = "night.json""#)
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        let content = try lives.world.host.readFile("night.json")
        let report = try JSONValue(parsing: content)
        #expect(report["totals"]?["failed"]?.integerValue == 1)
        #expect(report["not_run"]?.stringValue?.contains("is held after a stop for failures") == true)
    }

    @Test func aFailedInstanceThatCanNotBeRetriedIsNotCalledSkipped() throws {
        let lives = try SeveralLives(#"instances = ids, reboot_timeout = "1m""#) {
            $0.faults.comesBackStopped = ["web-0002"]
        }
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        for _ in 1...2 {
            #expect(try lives.live(wish: retried)?.exitCode == ExitCode.failed)
            let record = try second(lives)
            #expect(record.outcome == .failed)
            #expect(
                record.reason
                    == "still STOPPED 1m after its reboot was requested (reboot_timeout); not retried: is STOPPED, not RUNNING"
            )
        }
        #expect(lives.reboots == [1, 1, 0, 0])
    }

    @Test func aFailedInstanceWhoseRetryIsGivenUpStaysOutOfLoad() throws {
        let drained = """
            \(checked), drain = function(id) if is_broken then error "the balancer is down" end end,
            undrain = function(id) print("put back", id == ids[2]) end
            """
        let lives = try SeveralLives(drained, before: "local is_broken = false")
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        #expect(
            try lives.live(drained, before: "local is_broken = true", wish: retried)?.exitCode
                == ExitCode.failed)
        #expect(!lives.output.contains("put back\ttrue"))
        let record = try second(lives)
        #expect(record.outcome == .failed)
        #expect(record.drained != nil)
        #expect(record.reason?.contains("; not retried: could not be drained: drain: ") == true)
    }

    @Test func aNewCampaignIsBegunOnRequest() throws {
        let lives = try SeveralLives(checked)
        #expect(try lives.live()?.exitCode == ExitCode.failed)
        #expect(
            try lives.live(mended, wish: CampaignWish(beginsAnew: true))?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 2, 1, 1])
    }

    // MARK: A campaign whose options or instances have changed

    /// A roll that was killed after its first reboot.
    private func killed(_ specification: String, before: String = "") throws -> SeveralLives {
        let whole = try SeveralLives(specification, before: before)
        try whole.live()
        let sent = try #require(whole.world.record(nil).rebootMoments.first)
        let lives = try SeveralLives(specification, before: before)
        #expect(try lives.live(until: sent + .seconds(5)) == nil)
        return lives
    }

    @Test func changedOptionsAreRefusedAndBothAreShown() throws {
        let lives = try killed("instances = ids, max_unavailable = 1")
        let outcome = try lives.live("instances = ids, max_unavailable = 2")
        #expect(outcome?.exitCode == ExitCode.usage)
        let message = outcome?.report?.message ?? ""
        #expect(message.contains("(campaign: max_unavailable = 1) (now: max_unavailable = 2)"))
        #expect(lives.reboots == [1, 0, 0, 0])
        #expect(try lives.live(#"instances = ids, max_unavailable = 2, resume = "changed""#)?.exitCode == 0)
        #expect(lives.reboots == [1, 1, 1, 1])
    }

    @Test func anotherSelectionIsRefused() throws {
        let lives = try killed(plain)
        let outcome = try lives.live(#"instances = { ids[4] }, resume = "changed""#)
        #expect(outcome?.exitCode == ExitCode.usage)
        #expect(lives.reboots == [1, 0, 0, 0])
    }

    @Test func newMatchesOfAFilterWaitForTheNextCampaign() throws {
        let filtered = "filter = {}, exclude = is_left_out"
        let lives = try killed(filtered, before: "local function is_left_out(id) return id == ids[4] end")
        let everything = "local function is_left_out() return false end"
        #expect(try lives.live(filtered, before: everything)?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 0])
        #expect(lives.output.contains("new matches of the filter wait for the next campaign: web-0004"))
        #expect(try lives.live(filtered, before: everything)?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 2, 2, 1])
    }

    @Test func aMemberThatIsGoneIsSkipped() throws {
        let lives = try killed("filter = {}")
        lives.world.host.cloud.remove(3, at: lives.world.host.worldNow)
        #expect(try lives.live()?.exitCode == ExitCode.withinTolerance)
        #expect(lives.reboots == [1, 1, 1, 0])
        #expect(lives.output.contains("): is not in the inventory any more"))
    }

    // MARK: One process at a time

    @Test func aNameThatAnotherProcessHasClaimedIsLocked() throws {
        let lives = try SeveralLives(plain)
        let other = LockHolder(processID: 4711, hostname: "cron-1", since: 1_767_600_000, script: "night.lua")
        let claim = try lives.world.host.archive.claim(
            endpoint: "https://console.zenlayer.com", name: "night", holder: other)
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.locked)
        #expect(outcome?.report?.message.contains("process 4711 on cron-1") == true)
        claim.release()
        #expect(try lives.live()?.exitCode == ExitCode.success)
    }

    // MARK: Campaigns that are not resumed

    @Test func aCampaignThatIsOpenForTooLongIsNotGoneOnWith() throws {
        let lives = try killed(plain)
        try lives.pass(.seconds(8 * 86_400))
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.incomplete)
        #expect(outcome?.report?.message.contains("has been open for 8d") == true)
        #expect(lives.reboots == [1, 0, 0, 0])
    }

    @Test func fiveLivesWithoutAnOutcomeAreEnough() throws {
        let before = "local function drain() sleep(60) end local function undrain() end"
        let lives = try SeveralLives(drained, before: before)
        for _ in 1...5 { #expect(try lives.live(until: lives.now + .seconds(30)) == nil) }
        let outcome = try lives.live()
        #expect(outcome?.exitCode == ExitCode.incomplete)
        #expect(outcome?.report?.message.contains("5 processes in a row brought no instance") == true)
        #expect(lives.reboots == [0, 0, 0, 0])
    }

    // MARK: Night after night

    @Test func theWindowClosesAndTheNextNightGoesOn() throws {
        let window = """
            instances = ids, window = { start = "09:00", duration = "12m", cutoff = "10m", tz = "UTC" }
            """
        let lives = try SeveralLives(window, fleet: 8)
        #expect(try lives.live()?.exitCode == ExitCode.incomplete)
        let first = lives.reboots
        #expect(first.reduce(0, +) > 0 && first.reduce(0, +) < 8)
        try lives.pass(.seconds(86_400))
        try lives.pass(.seconds(86_400 - Int(lives.now.sinceStart.inSeconds) % 86_400))
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == Array(repeating: 1, count: 8))
    }

    @Test func aCompleteCampaignIsFollowedByANewOne() throws {
        let lives = try SeveralLives(plain)
        for count in 1...2 {
            #expect(try lives.live()?.exitCode == ExitCode.success)
            #expect(lives.reboots == [count, count, count, count])
        }
    }

    @Test func aRollThatNeverGoesOnFollowsWhatIsUnderWayAndBeginsAnew() throws {
        let never = #"instances = ids, resume = "never""#
        let lives = try killed(never)
        #expect(try lives.live()?.exitCode == ExitCode.success)
        #expect(lives.reboots == [2, 1, 1, 1])
    }

    @Test func oneNameTwiceAtOnceIsAnError() throws {
        let run = try rehearsal(
            """
            local rolling = require "rolling"
            local first = task.spawn(rolling.reboot, { name = "night", instances = { ids[1] } })
            sleep(1)
            local _, err = try(rolling.reboot, { name = "night", instances = { ids[2] } })
            print(err.kind, err.message)
            exit(first:wait().exit_code)
            """
        ).record()
        #expect(run.exitCode == ExitCode.success)
        #expect(
            String(decoding: run.output, as: UTF8.self).contains(
                "locked\trolling: the roll 'night' is under way"))
    }
}

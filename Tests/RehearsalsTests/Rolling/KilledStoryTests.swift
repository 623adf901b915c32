import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll whose process is killed, or whose journal can't store more events.
@Suite struct KilledStoryTests {
    private static let service = """
        local lb = rehearse.service { name = "lb", ids = ids, drain = function() end, undrain = function() end }

        """

    private func roll(
        _ options: String, fleet: Int = 4, _ weather: (inout CloudSettings) -> Void
    ) throws -> Rehearsal {
        try rehearsal(
            (options.contains("lb.") ? Self.service : "") + """
                local report = require("rolling").reboot {
                    name = "night", filter = {}, order = "as_given", \(options)
                }
                exit(report.exit_code)
                """, fleet: fleet, weather: weather)
    }

    private func output(_ run: RunRecord) -> String { String(decoding: run.output, as: UTF8.self) }

    private func violations(_ run: RunRecord) -> [String] { Invariants.violations(in: run).map(\.message) }

    private let drained = "drain = lb.drain, undrain = lb.undrain"

    // MARK: Later processes

    @Test func aProcessThatEndsBeforeItGoesOnNamesWhatTheLastOneLeft() throws {
        var rehearsal = try roll("") {
            $0.faults.processKilled = ProcessKills(points: ["after answered@web-0001#1+5m"])
            $0.faults.credentialRevoked = .after(.seconds(100))
        }
        rehearsal.source = Array(
            """
            require("rolling").reboot {
                name = "night", filter = {}, order = "as_given", drain = function() end, undrain = function() end,
            }
            """.utf8)
        let run = try rehearsal.record()
        #expect(run.exitCode == ExitCode.configuration)
        #expect(output(run).contains("earlier processes left: under way: "))
        #expect(output(run).contains("(web-0001, out of load)"))
        #expect(violations(run) == [])
    }

    @Test func anInstanceThatWasPutBackWithoutARecordIsDrainedAgain() throws {
        // The disk is full when the first instance is drained, so the roll undrains it; then the process is
        // killed, and the journal has no event about the undrain.
        let run = try roll(drained) {
            $0.faults.journalFull = Spell(every: .seconds(86_400), length: .seconds(86_399))
            $0.faults.only = ["processKilled@after undrained@web-0001#1"]
            $0.faults.processKilled = ProcessKills(points: ["after undrained@web-0001#1+5m"])
        }.record()
        #expect(violations(run) == [])
    }

    @Test func whatWasDrainedByAnEarlierProcessIsDrainedAgainBeforeItsReboot() throws {
        let run = try roll(drained) {
            $0.faults.processKilled = ProcessKills(points: ["before intent@web-0001#1+5m"])
        }.record()
        #expect(run.exitCode == ExitCode.success)
        let drains = run.events.count { event in
            if case .did(.drained(let id, _), _) = event.kind { id == run.id(0) } else { false }
        }
        #expect(drains == 2 && run.reboots == [1, 1, 1, 1])
        #expect(violations(run) == [])
    }

    @Test func anInstanceThatWasBeingDrainedWaitsWhereAnotherHasDiedMeanwhile() throws {
        let run = try roll(drained) {
            $0.faults.only = ["diesByItself@web-0004", "processKilled@after draining@web-0001#1"]
            $0.faults.diesByItself = .all
            $0.faults.processKilled = ProcessKills(points: ["after draining@web-0001#1+20h"])
        }.record()
        #expect(violations(run) == [])
        #expect(run.reboots[0] == 0)
    }

    /// The first process calls an instance done that was never rebooted; the second ends with an error.
    @Test(arguments: [true, false])
    func onlyAnErrorThatNamesTheInstanceTakesItsOutcomeBack(isNamed: Bool) throws {
        let run = try rehearsal(
            """
            if now() < 1767603600 + 3600 then rehearse.outcome(ids[1], "done") end
            local is_sent = pcall(zec.reboot, { ids[2] })
            if not is_sent then fail("left: " .. ids[2] .. (\(isNamed) and ", " .. ids[1] or ""), { exit_code = 6 }) end
            """
        ) { $0.faults.processKilled = ProcessKills(points: ["after RebootInstances@web-0002#1+20h"]) }
        .record()
        #expect((FailureInvariant.violation(in: run) == nil) == isNamed)
    }

    @Test func aScriptWithoutARollIsKilledOnlyOnRequest() throws {
        func reboots(_ kills: ProcessKills) throws -> [UInt16] {
            try rehearsal("reboot { ids[1] } reboot { ids[2] }") { $0.faults.processKilled = kills }.record()
                .reboots
        }
        #expect(try reboots(ProcessKills(share: 1, isInRollsOnly: true)) == [1, 1, 0, 0])
        #expect(
            try reboots(ProcessKills(points: ["answered RebootInstances@web-0002#1+5m"])) == [2, 1, 0, 0])
    }

    @Test func aWindowIsJudgedByTheClockThatALaterProcessHas() throws {
        let window =
            #"window = { start = "09:00", duration = "1h", tz = "UTC" }, outside = "wait", deadline = "2d""#
        let run = try roll(window) {
            $0.faults.processKilled = ProcessKills(points: ["after chosen@web-0001#1+20h"])
            $0.faults.clockJump = 4 * 3600
            $0.faults.fateWithin = .seconds(1)
        }.record()
        #expect(run.exitCode == ExitCode.success)
        #expect(violations(run) == [])
    }

    @Test func aCalendarThatWasSetForwardMeanwhileProvesNothing() throws {
        func run(_ within: Duration) throws -> RehearsedWorld {
            let rehearsal = try roll("bake_time = 0, observe_time = '10s', ambiguous_retry = 1", fleet: 1) {
                $0.faults.takesEffectLate = 1
                $0.behaviour.secondReboot = .accepted
                $0.faults.clockJump = 86_400
                $0.faults.fateWithin = within
                $0.faults.processKilled = ProcessKills(points: ["answered RebootInstances@web-0001#1+0s"])
                $0.faults.only = [
                    "clockJump", "takesEffectLate@RebootInstances@web-0001#1",
                    "processKilled@answered RebootInstances@web-0001#1",
                ]
            }
            return RehearsedWorld(rehearsal, rehearsal.run(0))
        }
        func record(_ world: RehearsedWorld) throws -> RunRecord { try world.rehearsal.record() }
        // The calendar jumps between the request and the kill.
        let far = try run(.seconds(100_000))
        let asked = try #require(
            try record(far).events.first { event in
                if case .did(.power, _) = event.kind { true } else { false }
            }
        ).at
        let drawn = try #require(far.host.cloud.clockJump()).at.seconds / 100_000
        let near = try run(.seconds((asked.seconds + 0.02) / drawn))
        #expect(near.host.cloud.clockJump().map { $0.at > asked } == true)
        let told = try record(near)
        #expect(violations(told) == [])
        #expect(told.reboots == [1])
        // A roll that trusts calendar time reboots the instance twice.
        let mistaken = try near.rehearsal.edited([
            .init("core/follow", "math.max(row.send_by, state.life_began)", "row.send_by")
        ])
        #expect(try mistaken.record().reboots == [2])
    }

    @Test func anInstanceThatHangsIsForcedOnceWhereverTheProcessIsKilled() throws {
        func run(_ points: [String], records: Bool = false) throws -> RunRecord {
            var rehearsal = try roll("escalate = { after = '2m', max = 5 }", fleet: 2) {
                $0.faults.stuckInReboot = ["web-0001"]
                $0.behaviour.secondReboot = .accepted
                $0.faults.processKilled = ProcessKills(points: points)
            }
            rehearsal.recordsPoints = records
            return try rehearsal.record()
        }
        let points = try run([], records: true).points
        #expect(points.count > 20)
        for point in points {
            let forced = try run([point + "+0s"]).events.count { event in
                if case .rebootAccepted(_, _, _, isForced: true) = event.kind { true } else { false }
            }
            #expect(forced <= 1, "killed at \(point)")
        }
    }

    // MARK: The journal

    @Test(arguments: [true, false])
    func withoutAJournalNothingIsBegunAndWhatIsUnderWayIsToldOf(isFull: Bool) throws {
        let run = try roll("batch_size = 1, max_unavailable = 4, bake_time = 0, " + drained, fleet: 8) {
            if isFull {
                $0.faults.journalFull = Spell(every: .seconds(150), length: .seconds(50))
            } else {
                // The execution has two events, the first instance three.
                $0.faults.journalFails = 1
                $0.faults.only = ["journalFails@Sync#7"]
            }
        }.record()
        #expect(run.exitCode == ExitCode.incomplete)
        #expect(violations(run) == [])
        let written = output(run)
        #expect(written.contains("no further instance is started: the journal: "))
        let told = try #require(
            run.events.first { event in
                guard case .said(let text, _) = event.kind else { return false }
                return text.contains("no further instance is started")
            })
        #expect(run.rebootMoments.allSatisfy { $0 <= told.at })
        #expect(!run.rebootMoments.isEmpty)
    }

    @Test func aRollThatIsDoneButNotRecordedHasNotGoneWell() throws {
        let run = try roll("instances = nil") { $0.faults.journalFails = 0 }.record()
        #expect(run.exitCode == ExitCode.success)
        // The last event that an effect waits for is about the undrain of the last instance.
        let late = try roll("batch_size = 4, max_unavailable = 4, " + drained) {
            $0.faults.journalFails = 1
            $0.faults.only = ["journalFails@Sync#5"]
        }.record()
        #expect(late.reboots == [1, 1, 1, 1])
        #expect(late.exitCode == ExitCode.incomplete)
        #expect(violations(late) == [])
    }
}

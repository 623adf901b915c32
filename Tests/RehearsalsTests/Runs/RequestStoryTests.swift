import Basics
import Journal
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// Scripts without a roll whose processes end, or are killed, while the outcome of a request is unknown.
@Suite struct RequestStoryTests {
    /// Processes in one world, one after the other; the answer to the first reboot takes a minute.
    private struct Processes {
        let world: RehearsedWorld
        private let guardian: RunGuardian

        init(_ weather: (inout CloudSettings) -> Void = { $0.faults.firstRebootHang = .seconds(60) }) throws {
            let first = try rehearsal("", weather: weather)
            world = RehearsedWorld(first, first.run(0))
            guardian = first.makeGuardian()
        }

        /// Runs a script to its end, or kills its process after a time; returns its exit code, or nil after a
        /// kill.
        @discardableResult
        func run(_ source: String, killedAfter life: Duration? = nil) throws -> Int32? {
            let process = try Incarnation(in: world, running: rehearsal(source))
            let outcome = process.perform(
                guardedBy: guardian, until: world.host.now + (life ?? .seconds(7 * 86_400)))
            if outcome == nil { world.host.archive.kill() }
            return outcome?.exitCode
        }

        var output: String { String(decoding: world.surroundings.output, as: UTF8.self) }
        var reboots: [Int] { world.record(nil).reboots.map { Int($0) } }
    }

    @Test func theNextProcessIsToldWhoAskedAndWhen() throws {
        let processes = try Processes()
        #expect(try processes.run("zec.reboot { ids[1] }", killedAfter: .seconds(10)) == nil)
        #expect(try processes.run("zec.reboot { ids[1] }") == ExitCode.uncertain)
        #expect(
            processes.output.contains(
                "the script test.lua (process 1 on simulated) asked for a reboot of \(processes.world.rehearsal.fleet.instances[0].id) at 2026-01-05T09:00:00Z, and no answer to it is recorded"
            ))
        #expect(processes.reboots == [1, 0, 0, 0])
        #expect(try processes.run("zec.reboot({ ids[1] }, { again = true, force = true })") == 0)
        #expect(processes.reboots == [2, 0, 0, 0])
    }

    @Test func aDayLaterItDoesNotMatterAnyMore() throws {
        let processes = try Processes()
        try processes.run("zec.reboot { ids[1] }", killedAfter: .seconds(10))
        #expect(try processes.run("sleep('23h') zec.reboot { ids[1] }") == ExitCode.uncertain)
        #expect(try processes.run("sleep('1h') zec.reboot { ids[1] }") == 0)
    }

    @Test func aProcessThatIsKilledBeforeItsIntentIsDurableHasSentNothing() throws {
        let processes = try Processes { $0.faults.journalSlow = 1 }
        let ticks = "task.spawn('ticks', function() while true do sleep(0.1) end end) "
        try processes.run(ticks + "zec.reboot { ids[1] }", killedAfter: .milliseconds(600))
        #expect(processes.reboots == [0, 0, 0, 0])
        #expect(try processes.run("zec.reboot { ids[1] }") == 0)
        #expect(processes.reboots == [1, 0, 0, 0])
    }

    @Test func aRollThatWasKilledAsksToo() throws {
        let processes = try Processes()
        let roll = "require('rolling').reboot { instances = ids, name = 'night' }"
        try processes.run(roll, killedAfter: .seconds(20))
        #expect(processes.reboots.reduce(0, +) == 1)
        #expect(try processes.run("for _, id in ipairs(ids) do zec.reboot { id } end") == ExitCode.uncertain)
        #expect(processes.output.contains("the roll 'night' (process 1 on simulated) asked for a reboot of"))
    }

    @Test func aRollLeavesOutWhatAScriptHasAskedFor() throws {
        let processes = try Processes()
        try processes.run("zec.reboot { ids[2] }", killedAfter: .seconds(10))
        let roll = """
            local report = require('rolling').reboot { instances = ids, name = 'night', bake_time = 0 }
            print(report.totals.done, report.totals.skipped)
            for _, row in ipairs(report.instances) do print(row.reason) end
            exit(report.exit_code)
            """
        #expect(try processes.run(roll) == ExitCode.withinTolerance)
        #expect(processes.output.contains("3\t1\n"))
        #expect(
            processes.output.contains("the script test.lua (process 1 on simulated) asked for a reboot of"))
        #expect(processes.reboots == [1, 1, 1, 1], "the second one by the script")
        #expect(try processes.run("sleep('1d') " + roll) == 0, "a day later it is of no matter")
    }

    @Test func anAnswerThatTheSameScriptHasJustGotKeepsNothingFromItsRoll() throws {
        let processes = try Processes { _ in }
        let script =
            "reboot { ids[1] } exit(require('rolling').reboot { instances = ids, name = 'night' }.exit_code)"
        #expect(try processes.run(script) == 0)
        #expect(processes.reboots == [2, 1, 1, 1])
    }

    @Test func aRollThatHasFoundOutByItselfKeepsNoScriptFromAnything() throws {
        let processes = try Processes()
        try processes.run(
            "require('rolling').reboot { instances = ids, name = 'night', bake_time = 0 }")
        #expect(processes.reboots == [1, 1, 1, 1])
        #expect(try processes.run("zec.reboot(ids)") == 0)
    }
}

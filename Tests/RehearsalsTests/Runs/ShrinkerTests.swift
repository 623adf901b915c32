import Basics
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

@Suite struct ShrinkerTests {
    @Test func oneInstanceAndOneFaultAreLeftOfTwentyAndMany() throws {
        let script = """
            for _, id in ipairs(ids) do
                for _ = 1, 3 do
                    if pcall(zec.call, "RebootInstances", { instanceIds = { id } }) then break end
                    sleep("1m")
                end
                if not pcall(zec.wait, { id }, "RUNNING", { left = true }) then fail(id) end
            end
            """
        var rehearsal = try rehearsal(script, fleet: 20)
        rehearsal.weather = try #require(Weather.named("hostile"))
        let index = try #require(
            try (0..<50).first { try rehearsal.violated($0).contains(OneRebootInvariant.name) })
        var shrinker = try #require(
            try Shrinker(
                rehearsal, rehearsal.run(index), invariant: OneRebootInvariant.name,
                guardian: rehearsal.makeGuardian()))
        try shrinker.shrink()
        #expect(shrinker.best.decided.fleet.count == 1)
        #expect(shrinker.best.run.struck.count == 1)
        #expect(shrinker.best.violation.invariant == OneRebootInvariant.name)
    }

    @Test func whatNeedsNoFaultIsShownWithoutOne() throws {
        var rehearsal = try rehearsal("reboot { ids[1] } reboot { ids[1] }", fleet: 20)
        rehearsal.weather = try #require(Weather.named("hostile"))
        let result = RunResult(index: 0, run: try rehearsal.record(), case: rehearsal.run(0))
        guard result.violations.first?.invariant == OneRebootInvariant.name else { return }
        let finding = try #require(
            try Finding.find(result, in: rehearsal, guardedBy: rehearsal.makeGuardian()))
        #expect(finding.instances.count == 1)
        #expect(finding.faults.isEmpty)
        #expect(
            finding.timeline.contains {
                $0.side == .violation && $0.text.hasSuffix("was rebooted a second time")
            })
    }

    @Test func theCommandShowsTheSmallestCaseAgain() throws {
        let script = "zec.reboot(ids) sleep(60) rehearse.outcome(ids[1], 'done') fail('x')"
        let rehearsal = try rehearsal(script, fleet: 5) { $0.faults.stuckInReboot.share = 0.5 }
        let run = try rehearsal.record()
        let result = RunResult(index: 0, run: run, case: rehearsal.run(0))
        let finding = try #require(
            try Finding.find(result, in: rehearsal, guardedBy: rehearsal.makeGuardian()))
        let options = finding.options(fleet: "5", isKept: false, others: [])
        let faults = try #require(options.firstIndex(of: "--faults").map { options[$0 + 1] })
        var again = rehearsal
        again.weather = try Weather(parsing: Array(faults.utf8))
        again.fleet = try rehearsal.fleet.keeping(Set(finding.instances))
        #expect(try again.violated().contains(finding.violation.invariant))
    }

    @Test func aShareThatMayBeDownIsThatOfTheWholeFleet() throws {
        let script = "zec.reboot { ids[1] } sleep(90) zec.reboot { ids[2] } zec.reboot { ids[3] } sleep(90)"
        let weather: (inout CloudSettings) -> Void = { $0.faults.unhealthyAtStart = ["web-0009"] }
        let rehearsal = try rehearsal(script, fleet: 20, maxDown: .percent(10), weather: weather)
        let run = try rehearsal.record()
        let result = RunResult(index: 0, run: run, case: rehearsal.run(0))
        let finding = try #require(
            try Finding.find(result, in: rehearsal, guardedBy: rehearsal.makeGuardian()))
        #expect(finding.original.message.hasPrefix("3 were down or being rebooted at once (limit 2)"))
        #expect(finding.violation.message.hasPrefix("3 were down or being rebooted at once (limit 2)"))
        #expect(finding.faults.count == 1)
    }

    @Test func aShareOfADeclaredSelectionIsThatOfTheWholeSelectionInTheCommandToo() throws {
        let script = """
            local half = table.move(ids, 1, 10, 1, {})
            rehearse.selection(half)
            for i = 1, 3 do zec.reboot { half[i] } end
            sleep(90)
            """
        let rehearsal = try rehearsal(script, fleet: 20, maxDown: .percent(20))
        let result = RunResult(index: 0, run: try rehearsal.record(), case: rehearsal.run(0))
        let finding = try #require(
            try Finding.find(result, in: rehearsal, guardedBy: rehearsal.makeGuardian()))
        #expect(finding.original.message.hasPrefix("3 were down or being rebooted at once (limit 2)"))
        #expect(finding.downLimit == 2)
    }

    @Test func aConditionThatASmallFleetCanNotMeetIsNotShrunkAway() throws {
        let script = """
            rehearse.always("eight are up", function(world) return #zec.instances {} - #world.down() >= 8 end)
            for i = 1, 3 do zec.reboot { ids[i] } end
            sleep(90)
            """
        let rehearsal = try rehearsal(script, fleet: 10)
        let run = try rehearsal.record()
        let result = RunResult(index: 0, run: run, case: rehearsal.run(0))
        let finding = try #require(
            try Finding.find(result, in: rehearsal, guardedBy: rehearsal.makeGuardian()))
        #expect(finding.violation.at > .start)
        #expect(finding.run.exitCode == 0)
    }
}

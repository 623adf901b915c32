import Foundation
import Testing

@testable import Rehearsals
@testable import Simulator
@testable import zecscript

/// The scripts that come with the program, rehearsed: no invariant is violated, and instances are rebooted.
@Suite struct ScriptRehearsalTests {
    struct Rehearsed: Sendable, CustomTestStringConvertible {
        var script: String
        var arguments: [String]
        var options: [String] = []
        var testDescription: String { script }
    }

    private static let web = ["--tag", "role=web", "--health-url", "http://%s/health"]

    private static let scripts = [
        Rehearsed(script: "rolling.lua", arguments: web + ["--batch-size", "10"]),
        Rehearsed(script: "canary.lua", arguments: web),
        Rehearsed(script: "zone-by-zone.lua", arguments: web),
        Rehearsed(script: "nightly.lua", arguments: web + ["--tz", "Europe/Paris", "--outside", "wait"]),
        Rehearsed(
            script: "drain-lb.lua",
            arguments: web + ["--lb", "http://lb.internal:8404/stats", "--backend", "web"]),
        Rehearsed(
            script: "restart-service.lua", arguments: web + ["--service", "nginx"],
            options: ["--mock", folder.appending(path: "restart-service.json").path]),
    ]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts")

    @Test(arguments: scripts, ["calm", "normal", "hostile"])
    func nothingIsViolated(rehearsed: Rehearsed, weather: String) throws {
        let path = Self.folder.appending(path: rehearsed.script).path
        let options = ["--fleet", "40", "--faults", weather] + rehearsed.options
        let words = ["rehearse"] + options + [path] + rehearsed.arguments
        let command = try #require(try Program.parse(words) as? RehearseCommand)
        let rehearsal = try RehearsalRequest(command).rehearsal()
        var rebooted = 0
        for index in 0..<5 {
            let record = try RehearsedRun(rehearsal, rehearsal.run(index)).perform(
                guardedBy: rehearsal.makeGuardian())
            let violations = Invariants.violations(in: record).map { "seed \(index + 1): \($0.message)" }
            #expect(violations == [])
            if weather == "calm" { #expect(record.exitCode == 0) }
            rebooted += record.truth.boots.count + record.restarts.withService.count
        }
        #expect(rebooted > 0)
    }

    private func anySpecification(_ options: [String], _ arguments: [String] = []) throws -> Rehearsal {
        let path = Self.folder.deletingLastPathComponent()
            .appending(path: "Tests/Fixtures/Rolling/any-specification.lua").path
        let words = ["rehearse", "--faults", "hostile"] + options + [path] + arguments
        let command = try #require(try Program.parse(words) as? RehearseCommand)
        return try RehearsalRequest(command).rehearsal()
    }

    private func check(_ rehearsal: Rehearsal, run index: Int) throws {
        let record = try RehearsedRun(rehearsal, rehearsal.run(index)).perform(
            guardedBy: rehearsal.makeGuardian())
        #expect(Invariants.violations(in: record).map { "seed \(index + 1): \($0.message)" } == [])
    }

    /// For every specification that the seed draws, no invariant is violated.
    @Test func anySpecificationKeepsTheInvariants() throws {
        let rehearsal = try anySpecification(["--set", "processKilled=0"])
        for index in 0..<30 { try check(rehearsal, run: index) }
    }

    /// Kills the process as well; a number draws the specification, so that each process asks for the same
    /// roll.
    @Test func anySpecificationKeepsTheInvariantsOverSeveralProcesses() throws {
        for number in 1...10 {
            let rehearsal = try anySpecification(
                ["--fleet", "12", "--set", #"processKilled={"share":0.05,"inRolls":true}"#], ["\(number)"])
            for index in (number * 2)..<(number * 2 + 2) { try check(rehearsal, run: index) }
        }
    }
}

import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll that is killed at each of its points, and at pairs of them.
@Suite struct EveryKillTests {
    private static let service = """
        local lb = rehearse.service { name = "lb", ids = ids, drain = function() end, undrain = function() end }

        """

    private static func roll(_ options: String, fleet: Int) throws -> Rehearsal {
        try rehearsal(
            (options.contains("lb.") ? service : "") + """
                local report = require("rolling").reboot {
                    name = "night", instances = ids, order = "as_given", max_failures = 100, ambiguous_retry = 1, \(options)
                }
                exit(report.exit_code)
                """, fleet: fleet)
    }

    /// Performs the runs; returns the search with its figures, and the names of the violated invariants.
    private func search(_ rehearsal: Rehearsal, runs: Int) throws -> (kills: EveryKill, violations: [String])
    {
        let kills = EveryKill(rehearsal, pauses: ["+5m"])
        let whole = try kills.begin(guardedBy: rehearsal.makeGuardian())
        var violations = whole.violations.map(\.message)
        try kills.perform(runsMax: runs, jobs: 1, stopsAtViolation: true) { result in
            violations += result.violations.map { "run \(result.index): \($0.message)" }
            #expect(result.exitCode == 0 || result.exitCode == 6)
        }
        return (kills, violations)
    }

    @Test(arguments: [
        #"drain = lb.drain, undrain = lb.undrain, canary = { bake_time = "20s" }, batch_size = 2, max_unavailable = 2"#,
        #"group_by = "zoneId", group_order = "sequential", mode = "rolling", health_check = { http = "http://%s/health" }"#,
    ])
    func noKillOfARollDoesHarm(options: String) throws {
        let (kills, violations) = try search(try Self.roll(options, fleet: 2), runs: 130)
        #expect(violations == [])
        #expect(kills.points > 40 && kills.pairs.tried > 20)
    }

    @Test func aPointIsAnEventOrARequestThatChangesSomething() throws {
        let kills = EveryKill(try Self.roll("", fleet: 1))
        var rehearsal = try Self.roll("", fleet: 1)
        rehearsal.recordsPoints = true
        let record = try rehearsal.record()
        #expect(record.points.contains("before opened#1"))
        #expect(record.points.contains { $0.hasPrefix("after intent@") })
        for side in ["before", "after", "answered"] {
            #expect(record.points.count { $0.hasPrefix("\(side) RebootInstances@") } == 1)
        }
        #expect(!record.points.contains { $0.contains("Describe") })
        let whole = try kills.begin(guardedBy: rehearsal.makeGuardian())
        #expect(whole.points.count == record.points.count && kills.singles == 3 * kills.points)
    }

    /// Without the rule, a request that may have been sent is sent again.
    @Test func itFindsAMistakeAndTheCommandShowsItAgain() throws {
        let mistaken = try Self.roll("verify = 'status'", fleet: 2).edited([
            .init(
                "conductor/resumption", #"kind = "answered", ids = ids, answer = "unknown", found = true,"#,
                #"kind = "withdrawn", ids = ids,"#)
        ])
        let kills = EveryKill(mistaken), guardian = mistaken.makeGuardian()
        _ = try kills.begin(guardedBy: guardian)
        var found: RunResult?
        try kills.perform(runsMax: 500, jobs: 1, stopsAtViolation: true) { result in
            if !result.violations.isEmpty { found = found ?? result }
        }
        let result = try #require(found)
        let finding = try #require(try kills.finding(result, guardedBy: guardian))
        #expect(finding.violation.invariant == OneRebootInvariant.name)
        #expect(finding.faults.contains { $0.contains("RebootInstances@web-0001#1") })
        #expect(finding.timeline.contains { $0.text == "process 1 of the script is killed" })
        #expect(finding.timeline.contains { $0.text == "the same script is started again, as process 2" })
        var replayed = mistaken
        replayed.weather = Weather(finding.settings)
        #expect(try replayed.violated().contains(OneRebootInvariant.name))
    }
}

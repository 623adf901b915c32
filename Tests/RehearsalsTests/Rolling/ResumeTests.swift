import Basics
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll that is stopped after any of its appends resumes from its events, as if it had not been stopped.
@Suite struct ResumeTests {
    private func roll(
        _ specification: String, fleet: Int = 5, weather: (inout CloudSettings) -> Void = { _ in }
    ) throws -> Rehearsal {
        try rehearsal(
            """
            \(specification.contains("load.drain") ? service : "")
            local report = require("rolling").reboot {
                name = "lives", instances = ids, order = "as_given", max_failures = 100, \(specification)
            }
            exit(report.exit_code)
            """, fleet: fleet, weather: weather)
    }

    private let service = """
        local load = rehearse.service { name = "lb", ids = ids, drain = function() end, undrain = function() end }
        """

    /// Stops a roll after each of its appends in turn, and passes each run and the number of its append to `check`.
    private func eachLife(
        of rehearsal: Rehearsal, run index: Int = 0, _ check: (Int, RunRecord, RunRecord) throws -> Void
    ) throws {
        let whole = try rehearsal.killed(after: .max).record(index)
        let appends = try #require(whole.appends)
        #expect(appends > 3)
        for append in 1...appends {
            try check(append, try rehearsal.killed(after: append).record(index), whole)
        }
    }

    @Test(arguments: [
        "health_check = { http = 'http://%s/health' }",
        "batch_size = 2, max_unavailable = 2, stagger = '20s', bake_time = '10s'",
        "mode = 'rolling', batch_size = 2, max_unavailable = 3, drain = load.drain, undrain = load.undrain",
        "canary = { bake_time = '1m' }, batch_size = 3, max_unavailable = 3, verify = 'uptime'",
        "checkpoint = { at = { 2 } }, approve = function() return true end, batch_size = 2, max_unavailable = 2",
    ])
    func inCalmWeatherTheOutcomesAreThoseOfTheWholeRoll(specification: String) throws {
        try eachLife(of: try roll(specification + ", ambiguous_retry = 1")) { append, run, whole in
            #expect(Invariants.violations(in: run).map(\.message) == [], "append \(append)")
            #expect(run.script.outcomes == whole.script.outcomes, "append \(append)")
            #expect(run.exitCode == whole.exitCode, "append \(append)")
        }
    }

    @Test func withoutAnotherTryOnlyAnOpenIntentEndsUncertain() throws {
        let specification = "batch_size = 2, max_unavailable = 5, ambiguous_retry = 0"
        try eachLife(of: try roll(specification)) { append, run, whole in
            #expect(Invariants.violations(in: run).map(\.message) == [], "append \(append)")
            for (id, outcome) in run.script.outcomes where outcome != whole.script.outcomes[id] {
                let index = try #require(run.fleet.index(ofID: id))
                #expect(
                    outcome == .uncertain && run.reboots[index] <= 1, "append \(append): \(id) is \(outcome)")
            }
        }
    }
}

extension ResumeTests {
    /// Drawn specifications in hostile weather, each stopped after every append.
    @Test(arguments: [0, 1, 3, 4]) func inHostileWeatherTwoLivesViolateNothing(index: Int) throws {
        let rehearsal = try drawnRolls(fleet: 4)
        let appends = try #require(try rehearsal.killed(after: .max).record(index).appends)
        for append in 1...appends {
            let run = try rehearsal.killed(after: append).record(index)
            let violations = Invariants.violations(in: run).map(\.message)
            #expect(violations == [], "seed \(index + 1), append \(append)")
        }
    }
}

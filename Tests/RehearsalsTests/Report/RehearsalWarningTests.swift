import Testing

@testable import Rehearsals
@testable import Simulator

/// The warnings above the figures of a rehearsal that tested little.
@Suite struct RehearsalWarningTests {
    private func summary(_ source: String, runs: Int = 4) throws -> RehearsalSummary {
        let rehearsal = try rehearsal(source)
        var summary = RehearsalSummary()
        for index in 0..<runs {
            summary.add(
                RunResult(index: index, run: try rehearsal.record(index), case: rehearsal.run(index)))
        }
        return summary
    }

    @Test func aScriptThatRebootsNeedsNoWarning() throws {
        #expect(RehearsalWarning(try summary("zec.reboot { ids[1] }"), requiredPercent: 100) == nil)
    }

    @Test func causesThatDifferOnlyInTheirNumbersAreOne() throws {
        let summary = try summary(
            "fail(('web-%d: no answer'):format(math.random(1, 9)), { hint = 'look there' })")
        let warning = try #require(RehearsalWarning(summary, requiredPercent: 1))
        #expect(warning.isFailure)
        #expect(warning.lines[1].hasPrefix("4 of 4 runs ended with 5 (failed): web-"))
        #expect(warning.lines[2] == "hint: look there")
    }

    @Test func zeroPercentAcceptsAScriptThatRebootsNothing() throws {
        #expect(RehearsalWarning(try summary("print(#ids)"), requiredPercent: 0) == nil)
    }

    @Test func aCauseOfHalfTheRunsIsAmongTheFiguresWithASeed() throws {
        let summary = try summary(
            "zec.reboot { ids[1] } if math.random(3) == 1 then fail 'the list is empty' end", runs: 12)
        #expect(RehearsalWarning(summary, requiredPercent: 1) == nil)
        let cause = SummaryTable.rows(of: summary).first { $0.name == "common cause" }?.text
        #expect(cause == "5 with 5, as with seed 2: the list is empty")
    }

    @Test func aCommonCauseIsNamedThoughEnoughWasTested() throws {
        let warning = RehearsalWarning(
            try summary("zec.reboot { ids[1] } error('the list is empty')"), requiredPercent: 1)
        #expect(warning?.isFailure == false)
        #expect(warning?.lines.first?.contains("4 of 4 runs ended with 1 (script error): ") == true)
    }
}

import Basics
import ScriptRuntime
import Synchronization
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

@Suite struct RehearsalTests {
    private let roll = """
        for _, id in ipairs(ids) do
            local _, err = try(reboot, { id })
            if err then fail(id .. ": " .. tostring(err.message)) end
        end
        """

    private func hostile(_ source: String) throws -> Rehearsal {
        var rehearsal = try rehearsal(source, fleet: 10)
        rehearsal.weather = try #require(Weather.named("hostile"))
        return rehearsal
    }

    @Test func theSameSeedIsTheSameRunWhateverTheJobs() throws {
        let rehearsal = try hostile(roll)
        func summary(jobs: Int) throws -> RehearsalSummary {
            var summary = RehearsalSummary()
            let pool = RunPool(rehearsal, runs: 30, keepsTraces: false, stopsAtViolation: false)
            try pool.perform(jobs: jobs) { result, _ in summary.add(result) }
            return summary
        }
        let one = try summary(jobs: 1), two = try summary(jobs: 2)
        #expect(one.traceHash == two.traceHash)
        #expect(one.json == two.json)
        #expect(one.runs == 30)
    }

    @Test func anotherSeedIsAnotherRun() throws {
        let rehearsal = try hostile(roll)
        let first = try RunResult(index: 0, run: rehearsal.record(0), case: rehearsal.run(0))
        let second = try RunResult(index: 1, run: rehearsal.record(1), case: rehearsal.run(1))
        #expect(first.digest != second.digest)
    }

    @Test func theRunsStopAfterTheFirstWithAViolation() throws {
        let rehearsal = try rehearsal("if #ids > 0 then reboot { ids[1] } reboot { ids[1] } end")
        let pool = RunPool(rehearsal, runs: 50, keepsTraces: false, stopsAtViolation: true)
        var indices: [Int] = []
        try pool.perform(jobs: 2) { result, _ in indices.append(result.index) }
        #expect(indices == [0])
    }

    @Test func aRunLeavesNothingBehind() throws {
        let rehearsal = try hostile(roll)
        weak var host: SimulatedHost?
        weak var runtime: ScriptRuntime?
        func perform() throws {
            let run = try RehearsedRun(rehearsal, rehearsal.run(0))
            host = run.host
            runtime = run.runtime
            _ = try run.perform(guardedBy: rehearsal.makeGuardian())
        }
        try perform()
        #expect(host == nil)
        #expect(runtime == nil)
    }

    @Test func aSecondProcessFindsTheWorldThatTheFirstLeft() throws {
        let rehearsal = try rehearsal("reboot { ids[1] } print(clock())")
        let world = RehearsedWorld(rehearsal, rehearsal.run(0)), guardian = rehearsal.makeGuardian()
        var moments: [Moment] = []
        var outcome: RunOutcome?
        for _ in 1...2 {
            outcome = try Incarnation(in: world).perform(guardedBy: guardian)
            moments.append(world.host.now)
        }
        let record = world.record(outcome)
        #expect(record.exitCode == 0)
        #expect(record.reboots[0] == 2)
        #expect(moments[1] > moments[0] + .seconds(20))
    }

    @Test func aLoopWithoutAnEndIsStopped() throws {
        let guardian = RunGuardian(limit: .milliseconds(10)), hasBegun = Flag(), isOver = Flag()
        let looker = BackgroundThread {
            while !isOver.isSet { if hasBegun.isSet && guardian.look() { break } }
        }
        #expect(looker != nil)
        defer { isOver.set() }
        var rehearsal = try rehearsal("require 'begin' while true do end")
        rehearsal.inputs = RehearsalInputs { _ in
            hasBegun.set()
            return .success([])
        }
        let run = try RehearsedRun(rehearsal, rehearsal.run(0)).perform(guardedBy: guardian)
        #expect(run.exitCode == 1)
        #expect(run.message?.contains("ran in a loop without waiting") == true)
    }

    @Test func aRehearsalTouchesNoFilesAndRunsNoCommands() throws {
        let script = """
            print(rehearse.active())
            io.output("/tmp/must-not-be-there-zecscript") io.write("x") io.output():close() io.output(io.stdout)
            local file = io.open("/tmp/must-not-be-there-zecscript", "w")
            file:write("x") file:close()
            print(io.open("/tmp/must-not-be-there-zecscript"))
            print(select(2, pcall(os.execute, "true")).message)
            """
        let output = String(decoding: try rehearsal(script).record().output, as: UTF8.self)
        #expect(output.hasPrefix("true\nnil"))
        #expect(output.contains("execute is not done in a rehearsal"))
    }

    @Test func aTraceIsReadBackAsItWasWritten() throws {
        let rehearsal = try hostile(roll)
        for index in 0..<20 {
            let run = try rehearsal.record(index), decided = rehearsal.run(index)
            var bytes: [UInt8] = []
            let result = RunResult(index: index, run: run, case: decided) { bytes += $0 }
            let read = try TraceReader.run(seed: nil, in: bytes)
            #expect(read.seed == decided.seed)
            #expect(read.events == run.events)
            #expect(read.violations == result.violations)
            let told = RunStory.entries(of: run.events, in: run.fleet, around: result.violations.first)
            #expect(read.timeline == told, "seed \(decided.seed)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func noBytesCrashTheReaderOfTraces(seed: UInt64) throws {
        let rehearsal = try rehearsal("reboot { ids[1] }")
        var bytes: [UInt8] = []
        _ = RunResult(index: 0, run: try rehearsal.record(), case: rehearsal.run(0)) { bytes += $0 }
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 { _ = try? TraceReader.run(seed: nil, in: generator.damaged(bytes)) }
    }
}

/// A flag that one thread sets for another.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}

import Testing

@testable import Rehearsals
@testable import Simulator

/// Runs that are asked to stop before all are performed.
@Suite struct RunPoolTests {
    private func pool(_ runs: Int) throws -> RunPool {
        RunPool(
            try rehearsal("zec.reboot { ids[1] }"), runs: runs, keepsTraces: false, stopsAtViolation: false)
    }

    @Test func whatHasRunIsHandedOutAndNothingFurtherBegins() throws {
        let pool = try pool(1_000_000), stopping = RunStopping()
        #expect(stopping.begin(pool))
        var taken = 0
        try pool.perform(jobs: 2) { _, _ in
            taken += 1
            if taken == 3 { stopping.stop() }
        }
        #expect(stopping.isAsked)
        #expect(taken >= 3 && taken < 1_000_000)
    }

    @Test func aPoolThatComesAfterTheRequestDoesNotBegin() throws {
        let stopping = RunStopping()
        stopping.stop()
        #expect(try !stopping.begin(pool(3)))
    }
}

import Basics
import Journal
import Rolling
import ScriptRuntime
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// A roll whose name another process has claimed.
@Suite struct LockStoryTests {
    /// A world in which another process works on the roll for 30 s.
    private func lives(patience: Duration) throws -> (lives: SeveralLives, outcome: RunOutcome?) {
        let lives = try SeveralLives("instances = ids")
        let host = lives.world.host
        let holder = LockHolder(
            processID: 4711, hostname: "cron-1", since: 1_767_661_500, script: "other.lua")
        let store = try host.archive.claim(
            endpoint: "https://console.zenlayer.com", name: "night", holder: holder)
        let released = host.deliver(after: .seconds(30)) { store.release() }
        defer { released.cancel() }
        return (lives, try lives.live(wish: CampaignWish(lockPatience: patience)))
    }

    @Test func itEndsAtOnceUnlessItMayWait() throws {
        let (lives, outcome) = try lives(patience: .zero)
        #expect(outcome?.exitCode == ExitCode.locked)
        #expect(lives.output.contains("waits at most") == false)
        #expect(lives.reboots == [0, 0, 0, 0])
    }

    @Test func itBeginsOnceTheOtherProcessHasEnded() throws {
        let (lives, outcome) = try lives(patience: .seconds(60))
        #expect(outcome?.exitCode == ExitCode.success)
        #expect(lives.reboots == [1, 1, 1, 1])
        #expect(lives.output.contains("process 4711 on cron-1"))
        #expect(lives.output.contains("waits at most 1m"))
        let first = try #require(lives.world.record(nil).rebootMoments.first)
        #expect(first.sinceStart > .seconds(30) && first.sinceStart < .seconds(33))
    }

    @Test func itEndsOnceItHasWaitedForLongEnough() throws {
        let (lives, outcome) = try lives(patience: .seconds(20))
        #expect(outcome?.exitCode == ExitCode.locked)
        #expect(lives.now.sinceStart >= .seconds(20))
        #expect(lives.reboots == [0, 0, 0, 0])
    }
}

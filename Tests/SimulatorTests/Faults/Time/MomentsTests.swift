import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `fateWithin`: the time after the start within which a fault strikes that strikes once: an instance dies, the clock jumps.
@Suite struct FateWithinFaultTests {
    @Test func aFaultThatStrikesOnceDoesSoAtAnotherTimeForEachInstance() throws {
        var cloud = try make(count: 100) { settings in
            settings.faults.diesByItself.share = 1
            settings.faults.fateWithin = .seconds(1000)
        }
        #expect((20...80).contains(cloud.truth(at: .seconds(500)).downNow))
        #expect(cloud.truth(at: .seconds(1000)).downNow == 100)
    }
}

/// `startsAt`: calendar time at the start.
@Suite struct StartsAtFaultTests {
    @Test func theCalendarBeginsWhereItIsSetAndTheMonotonicClockAtZero() throws {
        let host = try makeHost { $0.faults.startsAt = CalendarStart(unixSeconds: 2_147_472_000) }
        #expect(host.wallClockNanoseconds == 2_147_472_000_000_000_000)
        #expect(host.now == .start)
    }
}

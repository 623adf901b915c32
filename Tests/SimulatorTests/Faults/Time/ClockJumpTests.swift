import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `clockJump`: how far the wall clock jumps at a drawn moment.
@Suite struct ClockJumpFaultTests {
    @Test func theWallClockJumpsOnceAndTheMonotonicClockDoesNot() throws {
        let host = try makeHost { settings in
            settings.faults.clockJump = -600
            settings.faults.fateWithin = .seconds(60)
        }
        let before = host.wallClockNanoseconds
        host.wait(until: .seconds(60))
        #expect(host.now == .seconds(60))
        #expect(host.wallClockNanoseconds - before == -540_000_000_000)
        host.wait(until: .seconds(120))
        #expect(host.wallClockNanoseconds - before == -480_000_000_000)
    }
}

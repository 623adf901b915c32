import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `hostSuspended`: for a time, once, the script's host does not run; the world goes on, and everything that became due is
/// delivered late at once.
@Suite struct HostSuspendedFaultTests {
    @Test func aSuspendedHostGetsEverythingLateAndAtOnce() throws {
        let host = try makeHost { settings in
            settings.faults.hostSuspended = Suspension(length: .seconds(600), at: .after(.seconds(10)))
        }
        host.wait(until: .seconds(5))
        #expect(host.now == .seconds(5))
        host.wait(until: .seconds(20))
        #expect(host.now == .seconds(610), "the deadline passed while nothing ran")
        #expect(host.wallClockNanoseconds == SimulatedCloud.startNanosecondsDefault + 610_000_000_000)
    }

    @Test func theMonotonicClockOfASuspendedComputerStandsStill() throws {
        let host = try makeHost { settings in
            settings.faults.hostSuspended = Suspension(
                length: .seconds(600), stopsClock: true, at: .after(.seconds(10)))
        }
        while host.now < .seconds(20) { host.wait(until: .seconds(20)) }
        #expect(host.now == .seconds(20))
        #expect(host.wallClockNanoseconds == SimulatedCloud.startNanosecondsDefault + 620_000_000_000)
        #expect(try host.askForZones()?.get().status == 200)
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `clockSkew`: how far the clock of the script's host is ahead of the cloud's; signatures are valid for 300 s.
@Suite struct ClockSkewFaultTests {
    @Test func aClockThatIsOffByMoreThanFiveMinutesSignsInVainAndATokenDoesNotCare() throws {
        let host = try makeHost { $0.faults.clockSkew = 301 }
        #expect(host.wallClockNanoseconds - SimulatedCloud.startNanosecondsDefault == 301_000_000_000)
        #expect(try host.askForZones(token: false)?.get().status == 401)
        #expect(try host.askForZones(token: true)?.get().status == 200)
        let closer = try makeHost { $0.faults.clockSkew = -299 }
        #expect(try closer.askForZones(token: false)?.get().status == 200)
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `connectionSlow`: requests that wait up to 15 s for a connection before they are sent.
@Suite struct ConnectionSlowFaultTests {
    @Test func aRequestWaitsForItsConnectionBeforeItIsSent() throws {
        let host = try makeHost { $0.faults.connectionSlow = 1 }
        #expect(try host.askForZones()?.get().status == 200)
        #expect(host.now > .seconds(1) && host.now < .seconds(16), "\(host.now.seconds) s")
        let calm = try makeHost()
        #expect(try calm.askForZones()?.get().status == 200)
        #expect(calm.now < .seconds(1))
    }
}

import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `outage`: for a time, once, no request reaches the cloud.
@Suite struct OutageFaultTests {
    @Test func anOutageRefusesBreaksOrSwallowsAndPasses() throws {
        for kind in Outage.Kind.allCases {
            let host = try makeHost { settings in
                settings.faults.outage = Outage(kind, length: .seconds(600), at: .after(.seconds(10)))
            }
            #expect(try host.askForZones()?.get().status == 200)
            host.wait(until: .seconds(10))
            var failures: [TransportError] = []
            for _ in 0..<8 {
                if case .failure(let error)? = host.askForZones() { failures.append(error) }
            }
            #expect(failures.count == 8)
            switch kind {
            case .refused:
                #expect(failures.allSatisfy { $0 == .notSent("connection refused by console.zenlayer.com") })
            case .reset: #expect(failures.allSatisfy { $0 == .interrupted("the connection was reset") })
            case .silence:
                #expect(failures.contains(.timedOut(after: .seconds(30))))
                #expect(failures.contains { if case .notSent = $0 { true } else { false } })
            }
            host.wait(until: .seconds(611))
            #expect(try host.askForZones()?.get().status == 200)
        }
    }
}

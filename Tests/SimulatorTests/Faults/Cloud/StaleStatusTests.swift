import Basics
import TestSupport
import Testing

@testable import Simulator

/// `staleStatus`: during a spell, shown statuses are as old as half of the spell's length.
@Suite struct StaleStatusFaultTests {
    @Test func aStaleStatusIsThatOfHalfASpellAgo() throws {
        var cloud = try make { settings in
            settings.faults.staleStatus = Spell(every: .seconds(100), length: .seconds(100))
        }
        _ = cloud.reboot(0)
        #expect(cloud.status(0, at: 20) == "RUNNING")
        #expect(cloud.status(0, at: 60) == "REBOOT")
        #expect(cloud.status(0, at: 72) == "RUNNING")
    }
}

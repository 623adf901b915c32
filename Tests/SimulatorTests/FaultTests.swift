import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

/// The instances that a share strikes.
@Suite struct FaultTests {
    @Test func aShareStrikesThatManyAndTheSameOnesEachTime() throws {
        let settings: (inout CloudSettings) -> Void = { $0.faults.alwaysFails = Affected(share: 0.1) }
        let fault = Machine.FaultSet(place: 0)
        let cloud = try make(count: 2000, settings)
        let struck = cloud.machines.indices.filter { cloud.machines[$0].faults.contains(fault) }
        #expect((150...250).contains(struck.count))
        let again = try make(count: 2000, settings)
        #expect(struck == again.machines.indices.filter { again.machines[$0].faults.contains(fault) })
    }

    @Test func whoIsKeptOfAFleetKeepsItsFaultsAndTimes() throws {
        let whole = try Fleet(count: 50)
        let change: (inout CloudSettings) -> Void = { settings in
            settings.faults.stuckInReboot.share = 0.5
            settings.behaviour.bootTime = Spread(median: .seconds(20), sigma: 0.5)
        }
        let kept = try whole.keeping(Set(whole.instances[40...].map(\.id)))
        var large = try make(fleet: whole, change), small = try make(fleet: kept, change)
        for index in 0..<10 {
            _ = large.reboot(40 + index)
            _ = small.reboot(index)
            for second in stride(from: 0.0, to: 100, by: 7) {
                #expect(large.status(40 + index, at: second) == small.status(index, at: second))
            }
        }
    }
}

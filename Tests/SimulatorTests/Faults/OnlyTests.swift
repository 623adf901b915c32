import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `only`: only these random occurrences happen.
@Suite struct OnlyFaultTests {
    @Test func onlyTheOccurrencesThatAreNamedHappen() throws {
        let dies: (inout CloudSettings) -> Void = { $0.faults.diesByItself.share = 1 }
        var all = try make(dies)
        #expect(all.truth(at: .seconds(1800)).downNow == 3)
        var one = try make { settings in
            dies(&settings)
            settings.faults.only = ["diesByItself@web-0002"]
        }
        #expect(one.truth(at: .seconds(1800)).downNow == 1)
        #expect(one.status(1, at: 1800) == "STOPPED")
    }
}

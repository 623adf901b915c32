import Basics
import TestSupport
import Testing

@testable import Rehearsals
@testable import Simulator

/// `hookFails`: calls of a rehearsed service's drain or undrain that fail.
@Suite struct HookFailsFaultTests {
    @Test func aHookCanFail() throws {
        let script = """
            local lb = rehearse.service { name = "lb", ids = ids, drain = error, undrain = error }
            local _, err = try(lb.drain, ids[1])
            print(err)
            """
        let run = try rehearsal(script) { $0.faults.hookFails = 1 }.record()
        #expect(String(decoding: run.output, as: UTF8.self).contains("drain of"))
    }
}

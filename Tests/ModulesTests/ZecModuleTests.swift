import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// The part of `zec` that is written in Lua.
@Suite struct ZecModuleTests {
    @Test func scriptsOfVersion01ReadTheAnswerToAWriteByItsOldNames() throws {
        let run = try run(
            """
            local ids = {}
            for i, instance in ipairs(zec.instances {}) do ids[i] = instance.instanceId end
            local answer = zec.reboot(ids)
            print(#answer.accepted, answer.failed == answer.refused, answer.uncertain == answer.unknown)
            print(answer.failed[1].id == ids[2], answer.uncertain_cause)
            print(#zec.stop({ ids[1] }).failed, #zec.start({ ids[3] }).uncertain)
            """, settings: settings { $0.faults.alwaysFails = ["web-0002"] })
        #expect(run.lines == ["2\ttrue\ttrue", "true\tnil", "0\t0"])
    }

    @Test func anAnswerIsShownByItsNewNamesOnly() throws {
        let run = try run("print(inspect(zec.reboot { 'nosuch' }), json.encode(zec.reboot { 'nosuch' }))")
        #expect(run.message == nil)
        #expect(run.output.contains("refused"))
        #expect(!run.output.contains("failed"))
    }

    private func settings(_ change: (inout CloudSettings) -> Void) -> CloudSettings {
        var settings = CloudSettings()
        change(&settings)
        return settings
    }
}

import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `rehearse`, in a run that is not a rehearsal.
@Suite struct RehearseModuleTests {
    @Test func outsideARehearsalConditionsAreNotAskedAndServicesAreTheScriptsOwn() throws {
        let run = try run(
            """
            rehearse.always("never asked", function() error("asked") end)
            rehearse.eventually("never asked", function() error("asked") end)
            local balancer = rehearse.service { ids = {}, drain = print, undrain = print }
            balancer.drain("i-1")
            print(rehearse.active(), balancer.drain == print)
            """)
        #expect(run.lines == ["i-1", "false\ttrue"])
        #expect(run.exitCode == 0)
    }

    @Test func whatIsDeclaredIsCheckedAllTheSame() throws {
        let run = try run("rehearse.max_down('all')")
        #expect(run.message?.contains("bad argument #1 to 'max_down'") == true)
    }
}

import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// The Swift functions on which `require "rolling"` is built.
@Suite struct RollingModuleTests {
    @Test func anOptionThatIsNotDeclaredNamesTheNearestOne() throws {
        let run = try run("require('rolling').reboot { name = 'web', batchsize = 2 }")
        #expect(run.message?.contains("(did you mean 'batch_size'?)") == true)
        #expect(run.truth.reboots.isEmpty)
    }
}

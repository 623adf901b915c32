import Basics
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// The exit code of a script that runs rolls and does not pass their exit codes on.
@Suite struct ExitCodeStoryTests {
    private func exitCode(_ script: String) throws -> Int32? {
        try rehearsal(
            """
            local rolling = require "rolling"
            local function refuse() error("no") end
            \(script)
            """
        ).record().exitCode
    }

    private let failing = """
        rolling.reboot {
            name = "failing", instances = { ids[1] }, on_drain_timeout = "abort", drain = refuse, undrain = refuse,
        }
        """

    @Test func aScriptThatForgetsTheExitCodeOfItsRollEndsWithIt() throws {
        #expect(try exitCode(failing) == ExitCode.failed)
    }

    @Test func aRollThatGoesWellLaterDoesNotHideOneThatFailed() throws {
        let code = try exitCode(
            """
            \(failing)
            rolling.reboot { name = "good", instances = { ids[2] } }
            """)
        #expect(code == ExitCode.failed)
    }

    @Test func twoRollsOfOneNameAreTwo() throws {
        let code = try exitCode(
            """
            \(failing)
            rolling.reboot { name = "failing", instances = { ids[2] } }
            """)
        #expect(code == ExitCode.failed)
    }

    @Test func aRollThatWentOnAndWasFinishedCountsByItsLastReport() throws {
        let code = try exitCode(
            """
            local roll = { name = "night", instances = { ids[1], ids[2] }, batch_size = 1 }
            assert(task.timeout("20s", rolling.reboot, roll).exit_code == 7)
            rolling.reboot(roll)
            """)
        #expect(code == ExitCode.success)
    }

    @Test func aScriptThatCallsExitHasDecided() throws {
        #expect(try exitCode("\(failing) exit(0)") == ExitCode.success)
    }
}

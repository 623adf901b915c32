import ScriptRuntime
import Simulator
import TestSupport
import Testing

struct ReportFileTests {
    private let script = """
        local ids = { zec.instances{}[1].instanceId }
        local report = require("rolling").reboot { name = "story", instances = ids, report = os.tmpname() }
        exit(report.exit_code)
        """

    @Test func aRollWhoseReportIsLostHasNotGoneWell() throws {
        let run = try run(script, writeProblem: "no space left on device")
        #expect(run.exitCode == ExitCode.configuration)
        #expect(run.errorOutput.contains("the report cannot be written"))
    }

    @Test func aReportThatCanNotBeWrittenRefusesTheRollBeforeItBegins() throws {
        let run = try run(
            script.replacing("os.tmpname()", with: "'/root/report.json'"), unwritable: ["/root/report.json"])
        #expect(run.exitCode == ExitCode.usage)
        #expect(run.message?.contains("could not be written to /root/report.json: permission denied") == true)
        #expect(run.truth.reboots.isEmpty)
    }

    @Test func aReportThatIsWrittenChangesNothing() throws {
        #expect(try run(script).exitCode == ExitCode.success)
    }
}

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

    /// Rolls three instances, and prints the file of the ids that remain.
    private func remaining(_ change: (inout CloudSettings) -> Void) throws -> ScriptRun {
        var settings = CloudSettings()
        change(&settings)
        return try run(
            """
            local ids, path = {}, os.tmpname()
            for i, row in ipairs(zec.instances{}) do ids[i] = row.instanceId end
            local rolling = require "rolling"
            rolling.reboot { name = "story", instances = ids, order = "as_given", remaining = path }
            local rest = rolling.plan { name = "rest", instances_file = path, allow_empty = true }
            print("of", #ids, "remain", rest.total)
            """, fleet: 3, settings: settings)
    }

    @Test func theIdsOfInstancesThatAreNotDoneRemain() throws {
        let run = try remaining { $0.faults.comesBackStopped = ["web-0002"] }
        #expect(run.lines.last == "of\t3\tremain\t2")
    }

    @Test func nothingRemainsWhereAllIsDone() throws {
        #expect(try remaining { _ in }.lines.last == "of\t3\tremain\t0")
    }

    @Test func theReportListsOnlyWhatIsNotDone() throws {
        let run = try remaining { $0.faults.comesBackStopped = ["web-0002"] }
        #expect(run.output.contains("    1 failed\n    web-0002 ("))
        #expect(!run.output.contains("web-0001 ("))
        #expect(
            run.output.contains(
                "Stopped after 1 failure (limit 0): web-0002: still STOPPED 10m after its reboot was requested "
                    + "(reboot_timeout). 1 instance was not started."))
    }

    @Test func aFieldThatNoReportHasIsAnError() throws {
        for field in ["exitcode", "totals.faild", "instances[1].outcme"] {
            let run = try run(script.replacing("report.exit_code", with: "report.\(field)"))
            #expect(run.exitCode == ExitCode.scriptError)
            #expect(run.message?.hasPrefix("test.lua:3: ") == true)
            #expect(run.message?.contains("(did you mean '") == true, "\(run.message ?? "")")
        }
    }

    @Test func instancesThatWereNotStartedForOneReasonAreOneParagraph() throws {
        let run = try run(
            """
            require("rolling").reboot {
                name = "story", filter = {}, order = "as_given",
                window = { days = { "Sun" }, start = "02:00", duration = "3h", tz = "UTC" },
            }
            """, fleet: 5)
        #expect(
            run.output.contains(
                """
                    5 not started
                    5 instances: the window is closed, and opens in 5d 17h (2026-01-11T02:00:00Z)
                      web-0001, web-0002, web-0003, web-0004, api-0005
                Stopped: the window is closed, and opens in 5d 17h (2026-01-11T02:00:00Z). 5 instances were not started. \
                The simulated time began at 2026-01-05T09:00:00Z: --set startsAt=TIME begins within the window.

                """), "\(run.output)")
    }

    @Test func aRollWhoseReportIsLostHasNotGoneWell() throws {
        let run = try run(script, writeProblem: "no space left on device")
        #expect(run.exitCode == ExitCode.configuration)
        #expect(run.errorOutput.contains("the report can't be written"))
    }

    @Test func aReportThatCanNotBeWrittenRefusesTheRollBeforeItBegins() throws {
        let run = try run(
            script.replacing("os.tmpname()", with: "'/root/report.json'"), unwritable: ["/root/report.json"])
        #expect(run.exitCode == ExitCode.usage)
        #expect(run.message?.contains("can't be written to /root/report.json: permission denied") == true)
        #expect(run.truth.reboots.isEmpty)
    }

    @Test func aReportThatIsWrittenChangesNothing() throws {
        #expect(try run(script).exitCode == ExitCode.success)
    }
}

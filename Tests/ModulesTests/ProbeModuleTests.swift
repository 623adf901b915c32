import TestSupport
import Testing

/// How a health check over HTTP asks the instances of a fleet.
@Suite struct ProbeModuleTests {
    @Test func scriptsDoNotSeeIt() throws {
        #expect(
            try run("print(host)").message?.hasPrefix("test.lua:1: undefined global 'host'") == true)
    }

    @Test func everyInstanceIsNamedWithWhatItsUrlAnswered() throws {
        let run = try run(
            """
            local rolling = require "rolling"
            local report = rolling.reboot {
                name = "web", filter = {}, max_unavailable = 1, blocker_deadline = 60, blocker_retry = 10,
                health_check = { http = "http://%s.invalid/" },
            }
            print((select(2, report.stopped.reason:gsub("is not in the simulated network", ""))))
            """, fleet: 3)
        #expect(run.lines.last == "3")
    }
}

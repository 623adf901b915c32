import TestSupport
import Testing

/// Maintenance windows, for `rolling`.
@Suite struct WindowModuleTests {
    @Test func aWindowWithoutATimeOfDayNamesIt() throws {
        let run = try run(
            """
            local ids = { zec.instances {}[1].instanceId }
            require("rolling").plan { name = "web", instances = ids, window = { start = "25:00", duration = "2h", tz = "UTC" } }
            """)
        #expect(run.message?.contains("'25:00' is no time of day") == true)
    }
}

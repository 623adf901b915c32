import Basics
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// The log lines of a roll, with their JSON fields.
@Suite struct RollLogTests {
    /// The lines of a roll of three instances, as JSON objects.
    private func lines(
        _ options: String, fleet: Int = 3, _ change: (inout CloudSettings) -> Void = { _ in }
    ) throws -> [JSONObject] {
        var settings = CloudSettings()
        change(&settings)
        let run = try run(
            """
            local ids = {} for i, row in ipairs(zec.instances{}) do ids[i] = row.instanceId end
            require("rolling").reboot { name = "night", instances = ids, \(options) }
            """, fleet: fleet, settings: settings, logFormat: .json)
        return try run.errorOutput.split(separator: "\n").compactMap {
            try JSONValue(parsing: Array($0.utf8)).objectValue
        }
    }

    private func events(_ kind: String, in lines: [JSONObject]) -> [JSONObject] {
        lines.filter { $0["event"]?.stringValue == kind }
    }

    @Test func eachOutcomeIsALineThatNamesTheInstance() throws {
        let lines = try lines("max_failures = 3, max_unavailable = 3") {
            $0.faults.comesBackStopped = ["web-0002"]
        }
        let ended = events("ended", in: lines)
        #expect(ended.count == 3)
        let failed = try #require(ended.first { $0["outcome"] == "failed" })
        #expect(failed["level"] == "warn")
        #expect(failed["name"] == "web-0002")
        #expect(failed["id"]?.stringValue?.isEmpty == false)
        #expect(failed["campaign"] == "night")
        #expect(failed["batch"]?.integerValue != nil)
        #expect(failed["reason"] == "still STOPPED 10m after its reboot was requested (reboot_timeout)")
    }

    @Test func theEndHasTheTotals() throws {
        let closed = try #require(events("closed", in: try lines("")).first)
        #expect(closed["exit_code"] == 0)
        #expect(closed["done"] == 3)
        #expect(closed["total"] == 3)
    }

    @Test func aWaitIsToldAgainEveryFiveMinutesWithWhatEndsIt() throws {
        let options = """
            checkpoint = { at = "50%", timeout = "14m" }, approve = "/run/never"
            """
        let waits = events("waiting", in: try lines(options)).filter { $0["reason"] == "approval" }
        #expect(waits.count == 3)
        #expect(waits.allSatisfy { $0["how"] == "to approve: touch /run/never" })
        #expect(Set(waits.map { $0["until"]?.stringValue }).count == 1)
        #expect(waits.last?["message"]?.stringValue?.contains("checkpoint 50%") == true)
    }

    @Test func progressHasCountsInsteadOfASentence() throws {
        let progress = events("progress", in: try lines("bake_time = '2m'"))
        #expect(progress.contains { $0["phase"]?.stringValue?.hasPrefix("rebooting batch ") == true })
        #expect(progress.allSatisfy { $0["total"] == 3 && $0["campaign"] == "night" })
        #expect(progress.last?["done"] == 3)
    }
}

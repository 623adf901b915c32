import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// An invalid specification refuses the roll with a message, before any instance is touched.
@Suite struct SpecificationStoryTests {
    private func refusal(_ specification: String, _ before: String = "") throws -> String {
        let run = try rehearsal(
            """
            \(before)
            require("rolling").reboot { name = "story", \(specification) }
            """
        ).record()
        #expect(run.rebootMoments.isEmpty, "\(specification)")
        #expect(run.exitCode == ExitCode.usage || run.exitCode == ExitCode.failed, "\(specification)")
        let text = String(decoding: run.output, as: UTF8.self)
        #expect(!text.contains("traceback"), "\(text)")
        return run.message ?? ""
    }

    @Test(arguments: [
        ("blockers = { maintenance = hook }", "blockers is a table; a list of functions expected"),
        ("blockers = { nil, hook }", "blockers is a table; a list of functions expected"),

        ("batch_size = { 1, nil, 5 }", "batch_size is a table; numbers from 1 on"),
        ("exclude = { [ids[1]] = true }", "exclude is a table; a list of ids, names or rows"),
        ("exclude = { 'web-99' }", "exclude: no instance has the id or name 'web-99'"),
        (
            "window = { days = { Mon = true }, start = '02:00', duration = '3h', tz = 'UTC' }",
            "window.days is a table"
        ),
        ("window = { days = {}, start = '02:00', duration = '3h', tz = 'UTC' }", "window.days is a table"),
        (
            "window = { days = { 'Dienstag' }, start = '02:00', duration = '3h', tz = 'UTC' }",
            "window: option 'days'"
        ),
        ("window = { start = '02:00', duration = '3h', tz = 'Mars' }", "window: option 'tz'"),
        ("min_healthy = '100%'", "min_healthy lets no instance of 4 be down"),
        ("min_healthy = 30", "min_healthy lets no instance of 4 be down"),
        ("exclude = function() error('oops') end", "exclude: "),
        ("order = function() error('oops') end", "order: "),
        ("group_by = function() error('oops') end", "group_by: "),
        ("group_by = 'zone'", "group_by: an instance has no field 'zone' (did you mean 'zoneId'?)"),
        ("health_check = { tcp = 70000 }", "health_check.tcp is 70000; a port from 1 to 65535 expected"),
        (
            "health_check = { http = 'ftp://%s/' }",
            "health_check.http is 'ftp://%s/'; a URL that begins with http:// or https://"
        ),
        (
            "verify = 'bootid'",
            "verify is 'bootid'; one of \"any\", \"boot_id\", \"uptime\", \"status\", \"health\" or a function expected (did you mean 'boot_id'?)"
        ),
    ])
    func aWrongOptionIsToldOf(option: String, problem: String) throws {
        let message = try refusal("instances = ids, \(option)", "local function hook() return false end")
        #expect(message.contains("rolling: " + problem), "\(message)")
    }

    @Test func aHoleInTheListOfInstancesRefusesTheRoll() throws {
        let message = try refusal("instances = { ids[1], nil, ids[3] }")
        #expect(message.contains("instances is a table; a list without holes expected"))
    }

    @Test func aRowIsExcludedAsItsIDIs() throws {
        let run = try rehearsal(
            """
            local rows = zec.instances {}
            exit(require("rolling").reboot { name = "story", instances = ids, exclude = { rows[1] } }.exit_code)
            """
        ).record()
        #expect(run.exitCode == 0)
        #expect(run.rebootMoments.count == 3)
    }

    @Test func theHashIsThatOfWhoIsRebootedHoweverItIsWrittenOrShuffled() throws {
        let run = try rehearsal(
            """
            local rolling, rows, hashes = require "rolling", zec.instances {}, {}
            local function note(option)
                option.name, option.instances = "story", ids
                hashes[rolling.plan(option).hash] = true
            end
            note { exclude = { rows[1] } } note { exclude = { rows[1].instanceId } } note { exclude = { rows[1].instanceName } }
            for _ = 1, 20 do
                note { order = "shuffle", group_by = "zoneId", group_order = "sequential", max_unavailable_per_group = 1 }
            end
            local count = 0
            for _ in pairs(hashes) do count = count + 1 end
            print("hashes: " .. count)
            """, fleet: 21
        ).record()
        #expect(String(decoding: run.output, as: UTF8.self).contains("hashes: 2\n"))
    }
}

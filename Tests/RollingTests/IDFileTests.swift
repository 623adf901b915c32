import ScriptRuntime
import TestSupport
import Testing

/// The file that the option `instances_file` names.
struct IDFileTests {
    private let script = """
        local report = require("rolling").reboot { name = "file", instances_file = "ids.txt" }
        print(report.totals.done)
        """

    private func outcome(_ text: (_ ids: [String]) -> String) throws -> ScriptRun {
        let ids = try run("for _, row in ipairs(zec.instances {}) do print(row.instanceId) end").lines
        return try run(script, files: ["ids.txt": text(ids)])
    }

    @Test func everyIDOfALineIsTaken() throws {
        let run = try outcome { "\u{FEFF}# three\r\n\($0[0])  \($0[1])\t\($0[2]) # the last\r\n" }
        #expect(run.lines.last == "3")
    }

    @Test(arguments: ["id,name", "5870;web-0001", "\"5870\"", "5870|web"]) func aTableIsRefused(line: String)
        throws
    {
        let run = try outcome { "\($0[0])\n\(line)\n" }
        #expect(run.exitCode == ExitCode.failed)
        #expect(run.message?.contains("line 2 of ids.txt is no list of ids: '\(line)'") == true)
    }
}

import Basics
import Foundation
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `io.open`, `io.output`, `os.remove`, `os.rename`: each change is reported to the host before it is made.
@Suite struct FilesTests {
    @Test func aFileThatIsReadAndWrittenHasItsContent() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try Data("7".utf8).write(to: URL(fileURLWithPath: path))
        let run = try run(
            """
            local file = io.open("\(path)", "r+")
            print(file:read("n"))
            file:write("8")
            file:close()
            print(io.open("\(path).missing", "r+"))
            """, isDryRun: true)
        #expect(run.lines.first == "7")
        #expect(run.lines.last?.hasPrefix("nil\t") == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "7")
    }

    @Test func whereNothingIsWithheldAFileIsChanged() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let run = try run(
            """
            local file <close> = assert(io.open("\(path)", "w"))
            file:write("x")
            file:close()
            print(os.rename("\(path)", "\(path).old"), os.remove("\(path).old"), io.open("\(path).old"))
            """)
        #expect(run.lines.first?.hasPrefix("true\ttrue\tnil\t") == true)
        #expect(!run.errorOutput.contains("would"))
    }
}

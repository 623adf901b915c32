import TestSupport
import Testing

/// Files, through the host.
@Suite struct FileModuleTests {
    @Test func aModuleOfTheScriptIsReadFromTheFolderOfTheScript() throws {
        let run = try run(
            "print(require('lib').answer)", files: ["scripts/lib.lua": "return { answer = 42 }"])
        #expect(run.lines == ["42"])
    }
}

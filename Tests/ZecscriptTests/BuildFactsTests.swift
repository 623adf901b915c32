import CSQLite
import Testing

@testable import zecscript

/// What `--version` tells.
@Suite struct BuildFactsTests {
    @Test(arguments: [["--version"], ["--seed", "3", "--version"]])
    func theVersionNamesTheCommitAndTheLibraries(words: [String]) throws {
        let run = try ProgramRun(words)
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("zecscript \(Program.version) (commit \(BuildFacts.commit))\nSwift 6."))
        #expect(run.output.contains(", Lua 5.4."))
        #expect(run.output.hasSuffix(", SQLite \(SQLITE_VERSION)\n"))
    }

    /// The version that `-v` writes is the first line of a conversation, as in `lua -v`.
    @Test func theShortOptionWritesOneLine() throws {
        #expect(try ProgramRun(["-v"]).output == "zecscript \(Program.version)  Lua 5.4\n")
    }
}

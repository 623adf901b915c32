import CSQLite
import Testing

@testable import zecscript

/// The output of `--version`.
@Suite struct BuildFactsTests {
    @Test(arguments: [["--version"], ["--seed", "3", "--version"]])
    func theVersionNamesTheCommitAndTheLibraries(words: [String]) throws {
        let run = try ProgramRun(words)
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("zecscript \(Program.version) (commit \(BuildFacts.commit))\nSwift 6."))
        #expect(run.output.contains(", Lua 5.4."))
        #expect(run.output.hasSuffix(", SQLite \(SQLITE_VERSION)\n"))
    }

    /// `-v` writes the version as the first line of a REPL session, as `lua -v` does.
    @Test func theShortOptionWritesOneLine() throws {
        #expect(try ProgramRun(["-v"]).output == "zecscript \(Program.version)  Lua 5.4\n")
    }
}

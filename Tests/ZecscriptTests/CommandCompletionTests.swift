import ArgumentParser
import Foundation
import Testing

@testable import zecscript

/// The program's answers to the completion of a shell.
@Suite struct CommandCompletionTests {
    private static let sources = CommandCompletion.Sources(
        rolls: { ["web", "db"] }, topics: { ["zec.reboot", "zec.zones"] },
        optionsOfScript: { $0 == "roll.lua" ? ScriptOption.read(help: help) : [] })

    private static let help = """
        Usage: zecscript roll.lua [options] [ID...]

        Which instances:
          -t, --tag KEY=VALUE   with this tag (may be given
                                several times)
          --mode soft|hard      how
          --a-very-long-option-name DURATION
                                (10m unless set)
          --dry-run
          -h, --help            show this text
        """

    private func answer(_ words: String...) -> CompletionAnswer {
        CommandCompletion(words, sources: Self.sources).answer
    }

    private func words(_ words: String...) -> [String] {
        CommandCompletion(words, sources: Self.sources).answer.candidates.map(\.word)
    }

    @Test func theFirstWordIsACommandOrAScript() {
        #expect(answer("").files == .ending("lua"))
        #expect(words("").contains("rehearse") && words("").contains("completion"))
        #expect(!words("").contains { $0.hasPrefix("_") || $0 == "man" })
        #expect(words("re") == ["repl", "rehearse", "resume", "reference"])
    }

    @Test func afterAnOptionOfTheProgramComesAScriptAndNoCommand() {
        #expect(answer("--simulate", "3", "") == CompletionAnswer(files: .ending("lua")))
    }

    @Test func optionsAreThoseOfTheCommand() {
        #expect(words("--sim") == ["--simulate"])
        #expect(words("rehearse", "--max") == ["--max-down"])
        #expect(words("runs", "prune", "--older") == ["--older-than"])
        #expect(words("rehearse", "--simul").isEmpty)
        #expect(words("-").contains("-e") && words("-").contains("--dry-run"))
    }

    @Test func aValueIsThatOfTheOptionBeforeIt() {
        #expect(words("--log-format", "") == ["text", "json"])
        #expect(words("--log-level", "w") == ["warn"])
        #expect(answer("rehearse", "--faults", "").files == .ending("json"))
        #expect(words("rehearse", "--faults", "") == ["calm", "normal", "hostile"])
        #expect(answer("--faults", "") == answer("rehearse", "--faults", ""))
        #expect(answer("--state", "") == CompletionAnswer(files: .folders))
        #expect(answer("--ca-file", "").files == .all)
        #expect(words("--retry", "f") == ["failed", "failed,uncertain"])
    }

    @Test func aValueMayStandAfterAnEqualsSign() {
        #expect(words("rehearse", "--faults=ho") == ["--faults=hostile"])
        // Bash splits off the equals sign as a word.
        #expect(words("rehearse", "--faults", "=") == ["calm", "normal", "hostile"])
        #expect(words("rehearse", "--faults", "=", "ho") == ["hostile"])
        #expect(answer("--log-level", "=", "warn", "").files == .ending("lua"))
    }

    @Test func namesOfRollsAndTopicsAreFound() {
        #expect(words("show", "") == ["web", "db"])
        #expect(words("diff", "web", "d") == ["db"])
        #expect(words("resume", "w") == ["web"])
        #expect(words("runs", "--name", "") == ["web", "db"])
        #expect(words("runs", "") == ["prune"])
        #expect(answer("why", "") == CompletionAnswer())
        #expect(words("why", "web-0001", "w") == ["web"])
        #expect(words("help", "ze") == ["zec.reboot", "zec.zones"])
        #expect(words("help", "simu") == ["simulator"])
        #expect(words("completion", "") == ["bash", "zsh", "fish"])
    }

    @Test(arguments: [
        ["roll.lua"], ["--seed", "3", "roll.lua"], ["run", "--", "roll.lua"], ["rehearse", "roll.lua"],
    ])
    func whatFollowsAScriptIsTheScripts(before: [String]) {
        func words(_ words: String...) -> [String] {
            CommandCompletion(before + words, sources: Self.sources).answer.candidates.map(\.word)
        }
        #expect(words("--") == ["--tag", "--mode", "--a-very-long-option-name", "--dry-run", "--help"])
        #expect(words("--mode", "") == ["soft", "hard"])
        #expect(words("--mode=h") == ["--mode=hard"])
        #expect(words("--dry-run", "--t") == ["--tag"])
        #expect(words("--", "--t").isEmpty)
    }

    @Test func theHelpOfAScriptTellsItsOptions() {
        let options = ScriptOption.read(help: Self.help)
        #expect(
            options.first
                == ScriptOption(
                    names: ["-t", "--tag"], value: "KEY=VALUE",
                    summary: "with this tag (may be given several times)"))
        #expect(options[2].summary == "(10m unless set)")
    }

    @Test(arguments: [
        ("soft|hard", ["soft", "hard"]), ("group,name|shuffle", ["group,name", "shuffle"]), ("N|P%,...", []),
        ("FILE|URL", []), ("KEY=VALUE", []),
    ])
    func aPlaceholderIsNoValue(metavar: String, values: [String]) {
        #expect(ScriptOption(names: ["--x"], value: metavar).values == values)
    }

    // MARK: The program

    @Test func theOptionsOfARealScriptAreFound() throws {
        let run = try ProgramRun(["__complete", packageFile("scripts/rolling.lua").path, "--bat"])
        #expect(run.output.hasPrefix("none\n--batch-size\t"))
    }

    /// Completion runs the script to read its options, and the script must have no effect.
    @Test func noScriptDoesAnythingWhenItIsCompleted() throws {
        let trace = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let script = try TemporaryFile(
            """
            pcall(os.execute, "touch \(trace)")
            pcall(function() io.open("\(trace)", "w"):write("x") end)
            print("--no-option")
            script.options { { "shown", "flag" } }
            """)
        #expect(try ProgramRun(["__complete", script.path, "--"]).output.contains("--shown\t"))
        #expect(!FileManager.default.fileExists(atPath: trace))
    }

    @Test func aScriptWithoutAnEndIsGivenUp() throws {
        let script = try TemporaryFile("while true do pcall(function() while true do end end) end")
        let run = try ProgramRun(["__complete", script.path, "--"])
        #expect(run.code == 0 && run.output.isEmpty && run.error.isEmpty)
    }

    @Test func wordsThatLookLikeOptionsReachTheCompletion() throws {
        #expect(try ProgramRun(["__complete", "--", "--help"]).output == "files:lua\n")
        #expect(try ProgramRun(["__complete", "--help"]).output.hasPrefix("none\n--help\t"))
    }
}

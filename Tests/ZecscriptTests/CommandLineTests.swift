import ArgumentParser
import Basics
import Testing

@testable import zecscript

/// How the program reads a command line.
@Suite struct CommandLineTests {
    private func run(_ words: String...) throws -> RunCommand {
        let command = try Program.parse(words)
        return try #require(command as? RunCommand)
    }

    private func words(of command: RunCommand) -> [String] {
        (command.plan.script.map { [$0] } ?? []) + command.plan.arguments
    }

    @Test func everythingAfterTheScriptIsTheScripts() throws {
        let command = try run("--seed", "7", "roll.lua", "--seed", "8", "--help", "--", "-x")
        #expect(command.options.seed == 7)
        #expect(words(of: command) == ["roll.lua", "--seed", "8", "--help", "--", "-x"])
    }

    @Test func theWordRunMayBeLeftOut() throws {
        #expect(try words(of: run("run", "--dry-run", "roll.lua", "a")) == ["roll.lua", "a"])
        #expect(try words(of: run("--dry-run", "roll.lua", "a")) == ["roll.lua", "a"])
    }

    @Test func twoHyphensEndTheOptions() throws {
        #expect(try words(of: run("--", "-odd.lua", "x")) == ["-odd.lua", "x"])
    }

    @Test(arguments: [
        ["-iv", "--seed", "7"], ["-iv", "-e", "x = 1"], ["-iv"], ["-i", "-v", "--quiet"],
    ])
    func aGroupOfOptionsTakesNoValue(options: [String]) throws {
        let arguments: CommandWords = CommandWords(options + ["s.lua", "x"])
        let command = try #require(try Program.parse(arguments) as? RunCommand)
        #expect(words(of: command) == ["s.lua", "x"])
        #expect(command.isInteractive && command.writesVersion)
    }

    @Test func aHyphenAloneIsStandardInput() throws {
        #expect(try words(of: run("-", "a", "-b")) == ["-", "a", "-b"])
    }

    @Test func codeAndModulesKeepTheirOrder() throws {
        let command = try run("-e", "a = 1", "-l", "m", "-eb = 2", "-l", "g=lib.health")
        let kinds = Prologue.inOrder(command.code + command.modules).map(\.kind)
        #expect(
            kinds == [
                .code("a = 1"), .module("m", global: "m"), .code("b = 2"), .module("lib.health", global: "g"),
            ])
    }

    @Test func joinedValuesEndWhereTheScriptBegins() {
        #expect(
            SplitCommandLine(["--seed", "-eggs", "-ex=1", "-lg=m", "-i", "s.lua", "-ex=1"]).words
                == ["--seed", "-eggs", "-e", "x=1", "-l", "g=m", "-i", "s.lua"])
    }

    @Test func codeMayBeginWithAHyphen() throws {
        #expect(try run("-e", "-- a comment").code.map(\.kind) == [.code("-- a comment")])
    }

    @Test(arguments: [
        ("90", Duration.seconds(90)), ("1h30m", .seconds(5400)), ("250ms", .milliseconds(250)),
    ])
    func durationsAreReadAsScriptsWriteThem(text: String, duration: Duration) throws {
        #expect(try run("--time-limit", text, "x.lua").options.timeLimit == duration)
    }

    @Test(arguments: [("64MB", 64 << 20), ("1GB", 1 << 30), ("65536", 65_536), ("8k", 8 << 10), ("0", 0)])
    func sizesHaveUnits(text: String, size: Int) throws {
        #expect(try run("--memory-limit", text, "x.lua").options.memoryLimit == size)
    }

    @Test func theOptionsOfASimulationAreRead() throws {
        let options = try run(
            "--simulate", "200", "--seed", "3", "--speed", "60", "--set", "lag=0.7", "--set",
            "badID=callFails", "x.lua"
        ).options
        #expect(options.simulate == "200")
        #expect(options.speed == 60)
        #expect(options.simulatedCloud.settings == ["lag=0.7", "badID=callFails"])
    }

    @Test(
        arguments: [
            ["--sed", "3", "x.lua"], ["--seed", "three", "x.lua"], ["--time-limit", "soon", "x.lua"],
            ["--memory-limit", "64XB", "x.lua"], ["--log-level", "loud", "x.lua"],
            ["--speed", "60", "x.lua"],
            ["--simulate", "3", "--speed", "0", "x.lua"], ["--rate-limit", "-1", "x.lua"], ["check"],
            ["--memory-limit", "99999999999999999999GB", "x.lua"], ["--seed"],
        ])
    func aWrongCommandLineIsRefused(words: [String]) {
        #expect(throws: (any Error).self) { try Program.parse(words) }
    }

    @Test func theSwitchesOfRunAreThoseThatItDeclares() {
        #expect(RunCommand.switches == ProgramFlags.of(RunCommand.self).switches)
    }

    @Test func everyOptionOfTheHelpPageCanBeGuessed() {
        let page = ZecscriptCommand.helpMessage(for: RunCommand.self)
        let words = page.split { !$0.isLetter && $0 != "-" }.filter { $0.hasPrefix("--") }
        #expect(
            Set(words.map(String.init))
                == ProgramFlags.of(RunCommand.self).names.filter { $0.hasPrefix("--") })
    }

    @Test(
        arguments: [
            ("--dry-run", "--dry-run"), ("--simulate=3", "--simulate"), ("-v", "-v"), ("-iv", "-i"),
            ("-ex=1", "-e"), ("--help", "--help"),
        ])
    func aFlagOfTheProgramIsFoundAmongTheScriptsArguments(word: String, flag: String) {
        let flags = ProgramFlags.of(RunCommand.self)
        #expect(flags.first(in: ["web", word]) == flag)
        #expect(flags.first(in: ["--", word]) == nil)
        #expect(flags.first(in: ["--tag", "-x", "-"]) == nil)
    }

    @Test func oneHundredThousandArgumentsAreTheScripts() throws {
        let arguments = (1...100_000).map(String.init)
        let command = try #require(try Program.parse(["--seed", "7", "s.lua"] + arguments) as? RunCommand)
        #expect(words(of: command) == ["s.lua"] + arguments)
    }

    /// The time of the argument parser grows with the square of the number of its words.
    @Test(
        arguments: [
            ["s.lua"], ["--", "s.lua"], ["run", "s.lua"], ["-e", "x = 1", "--seed", "7", "s.lua"], ["-"],
            ["rehearse", "--runs", "3", "s.lua"], ["check", "s.lua"],
        ])
    func theArgumentParserGetsNoArgumentOfAScript(words: [String]) {
        let arguments = (1...100_000).map(String.init)
        let line = SplitCommandLine(words + arguments)
        #expect(line.words == words)
        #expect(Array(line.scriptArguments) == arguments)
    }

    @Test(arguments: [["s.lua", "a", "--dry-run"], ["run", "s.lua", "a"], ["-"], ["roll", "a"]])
    func aScriptWithoutOptionsIsPlannedAsTheArgumentParserPlansIt(words: [String]) throws {
        let plan = try #require(SplitCommandLine(words).planWithoutOptions)
        let command = try #require(try Program.parse(words) as? RunCommand)
        #expect(plan == command.plan)
    }

    @Test(arguments: [
        [], ["--seed", "7", "s.lua"], ["--", "s.lua"], ["-e", "x = 1"], ["check", "s.lua"], ["repl"],
        ["--help"], ["run"], ["-x"],
    ])
    func everyOtherCommandLineNeedsTheArgumentParser(words: [String]) {
        #expect(SplitCommandLine(words).planWithoutOptions == nil)
    }

    @Test func theSettingsWithoutOptionsAreThoseOfAnEmptyCommandLine() throws {
        #expect("\(RunSettings())" == "\(RunSettings(try SharedOptions.parse([])))")
    }

    @Test(arguments: [
        ("--seed", ["a", "--seed", "7"], "--seed 7"), ("--seed", ["--seed=7", "b"], "--seed=7"),
        ("--dry-run", ["--dry-run", "b"], "--dry-run"), ("-e", ["-ecode"], "-e"),
    ])
    func theAdviceAboutAMisplacedOptionKeepsItsValue(option: String, words: [String], advice: String) {
        #expect(ProgramFlags.of(RunCommand.self).words(of: option, in: CommandWords(words)) == advice)
    }

    @Test func aWordWithoutAHyphenIsNoOption() {
        #expect(!ProgramFlags.mayBe(in: ["web", "a-b", ""]))
        #expect(!ProgramFlags.mayBe(in: ["web", "--", "--seed"]))
        #expect(ProgramFlags.mayBe(in: ["web", "--seed"]) && ProgramFlags.mayBe(in: ["-i"]))
    }

    @Test func oneHundredThousandScriptsAreChecked() throws {
        let words = (1...100_000).map { "\($0).lua" } + ["-"]
        let command = try #require(try Program.parse(["check"] + words) as? CheckCommand)
        #expect(command.scripts == words)
        #expect(throws: (any Error).self) { try Program.parse(["check", "a.lua", "--all", "b.lua"]) }
    }

    @Test func everyExitCodeIsOnTheHelpPage() {
        let page = ZecscriptCommand.helpMessage(for: RunCommand.self)
        for code in ["0", "1", "2", "3", "4", "5", "6", "124", "125", "129", "130", "131", "143"] {
            #expect(page.contains("\n  \(code.padded(to: 5))"))
        }
    }
}

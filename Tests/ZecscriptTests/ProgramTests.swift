import Basics
import Foundation
import Testing

@testable import zecscript

/// The built program, seen from outside.
@Suite struct ProgramTests {
    @Test(
        arguments: [
            (0, "x = 1"), (1, "error('boom')"), (1, "error({ kind = 'odd' })"), (3, "x ="),
            (5, "fail('enough')"),
            (6, "fail('who knows', { exit_code = 6 })"), (7, "exit(7)"), (1, "os.exit(false)"),
            (125, "task.event():wait()"), (2, "script.options{ { 'batch', 'integer' } }"),
        ] as [(Int32, String)])
    func exitCodesTellHowAScriptEnded(code: Int32, source: String) throws {
        let script = try TemporaryFile(source)
        let arguments = code == 2 ? ["--unknown"] : []
        #expect(try ProgramRun([script.path] + arguments).code == code)
    }

    /// As with `lua -e`: the script gets the items of `arg` as they are when it begins.
    @Test func codeBeforeTheScriptCanChangeItsArguments() throws {
        let script = try TemporaryFile("print(...)")
        let words = ["-e", "arg[2] = arg[1] arg[1] = 'a'", script.path, "x"]
        #expect(try ProgramRun(words).output == "a\tx\n")
        #expect(try ProgramRun(["-e", "arg = nil", script.path, "x"]).output == "\n")
    }

    @Test func anErrorNamesTheLineAndHasATraceback() throws {
        let script = try TemporaryFile("\n\nerror('boom')\n")
        let run = try ProgramRun([script.path])
        #expect(run.error.hasPrefix("zecscript: \(script.path):3: boom\nstack traceback:\n"))
        #expect(run.output.isEmpty)
    }

    @Test(arguments: [
        ["-e", "error('boom')"], ["no-such-file.lua"], ["--no-such-option"],
        ["--simulate", "none.json", "-"],
    ])
    func anErrorIsALogLineWhereTheLogIsJSON(arguments: [String]) throws {
        let run = try ProgramRun(["--log-format", "json"] + arguments)
        let line = try JSONValue(parsing: Array(run.error.utf8)).objectValue
        #expect(line?["level"] == "error")
        #expect(line?["event"] == "fatal")
        #expect(run.error.split(separator: "\n").count == 1)
    }

    @Test func aQuietRollTellsOnlyWhatIsWrong() throws {
        let roll = ["--simulate", "4", "--quiet"],
            script = [packageFile("scripts/rolling.lua").path, "--all"]
        let good = try ProgramRun(roll + script)
        #expect((good.code, good.output, good.error) == (0, "", ""))
        let bad = try ProgramRun(roll + ["--set", #"comesBackStopped=["web-0001"]"#] + script)
        #expect(bad.code == 5)
        #expect(bad.output.contains("Stopped after 1 failure (limit 0): web-0001"))
        #expect(!bad.error.contains(#""level":"info""#))
    }

    @Test func aLoopWithoutEndMeetsTheTimeLimit() throws {
        for code in [
            "while true do end", "while true do pcall(function() while true do end end) end",
            "coroutine.wrap(function() while true do end end)()",
            "local x <close> = setmetatable({}, { __close = function() while true do end end }) sleep(1000)",
        ] {
            let run = try ProgramRun(["--time-limit", "50ms", "-e", code])
            #expect(run.code == 124)
            #expect(run.error.contains("the time limit of 50ms was reached"))
        }
    }

    @Test func theTimeLimitHoldsWhereTimeStandsStill() throws {
        let run = try ProgramRun(["--simulate", "1", "--time-limit", "50ms", "-e", "while true do end"])
        #expect(run.code == 124)
    }

    @Test func argumentsArriveAsInLua() throws {
        let script = try TemporaryFile("#!/usr/bin/env zecscript\nprint(arg[0], arg[-2], #arg, ...)")
        let run = try ProgramRun(["--seed", "1", script.path, "a", "--b"])
        #expect(run.output == "\(script.path)\t--seed\t2\ta\t--b\n")
    }

    /// A byte order mark, which some editors put at the beginning of a file.
    @Test(arguments: [
        "print('well')", "#!/usr/bin/env zecscript\nprint('well')", "#!zecscript\r\nprint('well')",
    ])
    func aByteOrderMarkIsNoPartOfAScript(source: String) throws {
        let script = try TemporaryFile("\u{FEFF}" + source)
        #expect(try ProgramRun([script.path]).output == "well\n")
        #expect(try ProgramRun(["-"], input: "\u{FEFF}" + source).output == "well\n")
        let check = try ProgramRun(["check", script.path])
        #expect(check.code == 0 && check.error.isEmpty, "\(check.error)")
        let rehearsal = try ProgramRun([
            "rehearse", "--runs", "2", "--fleet", "3", "--require-reboots", "0", script.path,
        ])
        #expect(rehearsal.code == 0, "\(rehearsal.error)")
        #expect(try ProgramRun(["-e", "dofile('\(script.path)')"]).output == "well\n")
    }

    @Test(
        arguments: [
            "http://%s:x/", "http://%s/a b", "http://%%s/", "http://web/", "ftp://%s/", "http://[%s/", "%s",
            "http://%s:99999/",
        ])
    func aHealthURLThatIsNoneIsAWrongCommandLine(url: String) throws {
        let script = packageFile("scripts/rolling.lua").path
        let run = try ProgramRun(["--simulate", "3", script, "--tag", "role=web", "--health-url", url])
        #expect(run.code == 2)
        #expect(run.error.contains("health"))
        #expect(!run.output.contains("done") && !run.error.contains("start"))
    }

    @Test func aHealthURLMayHaveBracketsForIPv6() throws {
        let script = packageFile("scripts/rolling.lua").path
        let run = try ProgramRun([
            "--simulate", "3", script, "--tag", "role=web", "--health-url", "http://[%s]/health",
        ])
        #expect(run.code == 0, "\(run.error)")
    }

    @Test func modulesAreFoundBesideTheScript() throws {
        let script = try TemporaryFile("print(require('script') ~= nil, arg[1])")
        #expect(try ProgramRun([script.path, "x"]).output == "true\tx\n")
    }

    @Test func standardInputIsAScriptWhereThereIsNoTerminal() throws {
        #expect(try ProgramRun([], input: "print('from a pipe')").output == "from a pipe\n")
        #expect(try ProgramRun(["-", "x"], input: "print(arg[0], ...)").output == "-\tx\n")
    }

    @Test func theFirstFailureEndsThePrologue() throws {
        let run = try ProgramRun(["-e", "print(1)", "-e", "error('no')", "-e", "print(3)"])
        #expect(run.output == "1\n")
        #expect(run.code == 1)
    }

    @Test func anHourOfSleepTakesNoTimeInASimulation() throws {
        let run = try ProgramRun(["--simulate", "2", "-e", "print(sleep('1h'))"])
        #expect(run.output == "3600.0\n")
    }

    @Test func theSameSeedGivesTheSameOutput() throws {
        let code = "for k in pairs({ a = 1, b = 2, c = 3, d = 4 }) do print(k, {}, math.random()) end"
        let runs = try (1...3).map { _ in
            try ProgramRun(["--simulate", "5", "--seed", "9", "-e", code]).output
        }
        #expect(Set(runs).count == 1)
        #expect(try ProgramRun(["--simulate", "5", "--seed", "10", "-e", code]).output != runs[0])
    }

    @Test func noCredentialsIsASentenceThatSaysWhatToSet() throws {
        let run = try ProgramRun(["-e", "zec.zones()"])
        #expect(run.code == 4)
        #expect(run.error.contains("Set ZENLAYER_ACCESS_KEY_ID and ZENLAYER_ACCESS_KEY_SECRET"))
        #expect(!run.error.contains("traceback"))
    }

    @Test func aScriptWithoutTheCloudNeedsNoCredentials() throws {
        #expect(try ProgramRun(["-e", "print('fine')"]).code == 0)
    }

    @Test(
        arguments: [
            ["--endpoint", "http://example.com"],
            ["--ca-file", "/nonexistent.pem", "-e", "tcp.connects('127.0.0.1', 1)"],
            ["--simulate", "/nonexistent.json"], ["--simulate", "2", "--set", "lagg=1"],
            ["--simulate", "2", "--faults", "/nonexistent.json"],
        ])
    func aSettingThatCannotBeUsedIsExitCodeFour(options: [String]) throws {
        let run = try ProgramRun(options + ["-e", "x = 1"])
        #expect(run.code == 4)
        #expect(run.error.hasPrefix("zecscript: "))
    }

    @Test func aWrongOptionIsExitCodeTwoAndNamesTheNearest() throws {
        let run = try ProgramRun(["--sed", "1", "x.lua"])
        #expect(run.code == 2)
        #expect(run.error.contains("zecscript: Unknown option '--sed' (did you mean '--seed'?)"))
    }

    @Test func aMissingScriptIsExitCodeTwo() throws {
        #expect(try ProgramRun(["/nonexistent.lua"]).code == 2)
    }

    @Test func checkFindsWhatIsNoLuaAndWhatNothingDefines() throws {
        let good = try TemporaryFile(
            "#!x\nlocal n = 1\nfunction roll() return zec.status('i') .. n end\nroll()")
        let undefined = try TemporaryFile("local a = 1\nprnt(a)")
        let broken = try TemporaryFile("if then")
        #expect(try ProgramRun(["check", good.path]).code == 0)
        let run = try ProgramRun(["check", good.path, undefined.path])
        #expect(run.code == 1)
        #expect(run.error == "\(undefined.path):2: undefined global 'prnt' (did you mean 'print'?)\n")
        #expect(try ProgramRun(["check", undefined.path, broken.path]).code == 3)
    }

    @Test func helpAnswersForFunctionsModulesAndCommands() throws {
        #expect(try ProgramRun(["help", "sleep"]).output.hasPrefix("sleep(duration)\n"))
        #expect(try ProgramRun(["help", "zec"]).output.contains("zec.reboot(ids [, options])"))
        #expect(try ProgramRun(["help", "simulator"]).output.contains("--access-key"))
        #expect(try ProgramRun(["--help"]).output.contains("EXIT CODES"))
        let unknown = try ProgramRun(["help", "zec.rebot"])
        #expect(unknown.code == 2)
        #expect(unknown.error.contains("did you mean 'zec.reboot'?"))
    }

    @Test func completionScriptsAreMade() throws {
        for shell in ["bash", "zsh", "fish"] {
            let run = try ProgramRun(["completion", shell])
            #expect(run.code == 0)
            #expect(run.output.contains("zecscript") && run.output.contains("__complete"))
        }
    }

    @Test func thePipedREPLAnswersLineByLine() throws {
        let run = try ProgramRun(
            ["repl", "--simulate", "2"], input: "local x = 20\nx + 1\nsleep('1h')\nnope\n_\n")
        #expect(run.output == "21\n3600.0\n3600.0\n")
        #expect(run.error.contains("undefined global 'nope'"))
        #expect(run.code == 0)
    }

    @Test func theREPLSeesWhatTheScriptLeft() throws {
        let run = try ProgramRun(["-i", "-e", "x = 42"], input: "x\nexit(3)\n")
        #expect(run.output == "42\n")
        #expect(run.code == 3)
    }
}

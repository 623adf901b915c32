import ScriptRuntime
import TestSupport
import Testing

@Suite struct OptionsModuleTests {
    /// Reads a command line with one option of each type, and prints `show`.
    private func read(_ words: String..., show: String = "inspect(options, { newline = '' })") throws
        -> ScriptRun
    {
        let list = words.map { "[==[\($0)]==]" }.joined(separator: ", ")
        return try run(
            """
            arg = { [0] = "scripts/roll.lua", \(list) }
            local options = script.options {
                about = "Rolls.",
                arguments = { name = "ID", max = 2, help = "the instances" },
                "Which:",
                { "tag", "list", metavar = "KEY=VALUE", help = "with this tag" },
                { "all", "flag", short = "a", help = "every one" },
                "How:",
                { "batch-size", "integer", short = "b", default = 1, min = 1, help = "down at a time" },
                { "pause", "duration", default = "10m", max = "1h" },
                { "mode", choices = { "soft", "hard" } },
                { "wait", "flag", default = true },
            }
            print(\(show))
            """)
    }

    @Test func whatIsNotGivenHasItsDefault() throws {
        #expect(
            try read().lines == [
                "{ all = false, args = {}, batch_size = 1, pause = 600.0, tag = {}, wait = true }"
            ])
    }

    @Test func everyFormOfAnOptionIsRead() throws {
        let run = try read(
            "-ab5", "--tag=role=web", "i-1", "--tag", "zone=a", "--pause", "90s", "--mode=hard", "--no-wait",
            "--",
            "--all")
        #expect(
            run.lines == [
                #"{"#, #"  all = true,"#, #"  args = {"i-1", "--all"},"#, #"  batch_size = 5,"#,
                #"  mode = "hard","#,
                #"  pause = 90.0,"#, #"  tag = {"role=web", "zone=a"},"#, #"  wait = false"#, #"}"#,
            ]
                || run.lines == [
                    #"{ all = true, args = {"i-1", "--all"}, batch_size = 5, mode = "hard", pause = 90.0, tag = {"role=web", "zone=a"}, wait = false }"#
                ])
    }

    @Test(arguments: [
        (["--batch-sise", "3"], "unknown option '--batch-sise' (did you mean '--batch-size'?)"),
        (["--batch-size", "0"], "option '--batch-size': at least 1 expected, got 0"),
        (["-b", "x"], "option '-b': an integer expected, got 'x'"),
        (["--batch-size"], "option '--batch-size' needs a value"),
        (["--tag", "--all"], "option '--tag' needs a value"),
        (["--pause=2h"], "option '--pause': at most 1h expected, got 2h"),
        (["--pause", "soon"], "option '--pause': a duration such as 30s, 5m or 1h30m expected, got 'soon'"),
        (["--mode=sotf"], "option '--mode': soft or hard expected, got 'sotf'"),
        (["--all=yes"], "option '--all' takes no value"),
        (["-x"], "unknown option '-x'"),
        (["--no-tag"], "unknown option '--no-tag'"),
        (["a", "b", "c"], "unexpected argument 'c'"),
    ])
    func aWrongCommandLineIsAUsageError(words: [String], problem: String) throws {
        let list = words.map { "'\($0)'" }.joined(separator: ", ")
        let run = try run(
            """
            arg = { [0] = "scripts/roll.lua", \(list) }
            script.options {
                arguments = { name = "ID", max = 2 },
                { "tag", "list" }, { "all", "flag" }, { "batch-size", "integer", short = "b", min = 1 },
                { "pause", "duration", max = "1h" }, { "mode", choices = { "soft", "hard" } },
            }
            """)
        #expect(run.exitCode == ExitCode.usage)
        #expect(run.message == "roll.lua: \(problem)")
        #expect(run.traceback == nil)
    }

    @Test func aNameThatWasNotDeclaredIsASlip() throws {
        #expect(try read(show: "options.mode").lines == ["nil"])
        #expect(
            try read(show: "options.batchsize").message?.hasSuffix(
                "the script declares no option 'batchsize'") == true)
    }

    @Test func aDeclarationThatMakesNoSenseIsRefused() throws {
        #expect(
            try run("script.options { { 'all', 'flga' } }").message
                == "test.lua:1: bad argument #1 to 'options' (option 'all': unknown type 'flga' (did you mean 'flag'?))"
        )
        #expect(
            try run("script.options { { 'all', hlep = 'x' } }").message
                == "test.lua:1: bad argument #1 to 'options' (option 'all': unknown field 'hlep' (did you mean 'help'?))"
        )
    }

    @Test func eachFurtherArgumentCostsTheSame() throws {
        let script = try run(
            """
            local function steps(count)
                local words = { [0] = "roll.lua" }
                for i = 1, count do words[i] = i % 4 == 0 and "--tag=" .. i or "i-" .. i end
                arg = words
                local taken = 0
                debug.sethook(function() taken = taken + 1 end, "", 100)
                local options = script.options { arguments = { name = "ID" }, { "tag", "list" } }
                debug.sethook()
                assert(#options.args == count * 3 // 4 and #options.tag == count // 4)
                return taken
            end
            print(steps(100000) / steps(10000))
            """)
        let ratio = try #require(script.lines.first.flatMap(Double.init), "\(script.message ?? "")")
        #expect((9...11).contains(ratio))
    }
}
